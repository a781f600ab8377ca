/** Sleeping in an allocation: who runs meanwhile, and what is said about sleeping where that is a mistake. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  boot,
  GFP_ATOMIC,
  GFP_KERNEL,
  GFP_NOFS,
  KernelPanic,
  watchEvents,
  type Kernel,
} from '#kernel/index.ts'
import { wakeup_kswapd } from '#kernel/reclaim/kswapd.ts'

let kernel: Kernel
beforeEach(() => {
  kernel = boot({ megabytes: 16 })
})

/** Takes pages until kswapd is woken. */
function wake(): void {
  while (kernel.machine.kswapd.thread?.woken === false) kernel.alloc_pages(GFP_ATOMIC, 0)
}

describe('kswapd runs', () => {
  test('not while somebody works, but as soon as schedule() is called', () => {
    kernel.fillPageCache({ pages: 1000, kind: 'clean' })
    wake()
    const [dma] = kernel.machine.zones
    const before = dma?.free_pages ?? 0
    expect(before).toBeLessThanOrEqual(dma?.pages_low ?? 0)
    kernel.schedule()
    expect(dma?.free_pages).toBeGreaterThan(dma?.pages_high ?? 0)
  })

  test('in its own name, and the caller goes on in his', () => {
    const app = kernel.startTask({ comm: 'app' })
    kernel.fillPageCache({ pages: 1000, kind: 'clean' })
    wake()
    const names: string[] = []
    kernel.set_shrinker(2, () => {
      names.push(kernel.current.comm)
      return 0
    })
    kernel.runAs(app, () => {
      kernel.schedule()
      expect(kernel.current).toBe(app)
    })
    expect(new Set(names)).toEqual(new Set(['kswapd0']))
    expect(kernel.current.pid).toBe(0)
  })
})

describe('while kswapd works', () => {
  /** Runs it, and has it asked for a block of an order while it asks a shrinker for the first time. */
  function askMeanwhile(order: number): number[] {
    const { machine } = kernel
    const [zone] = machine.zones
    if (zone === undefined) throw new Error('no zone')
    wake()
    let asked = false
    kernel.set_shrinker(2, () => {
      zone.free_pages -= 1000
      if (!asked) wakeup_kswapd(machine, zone, order)
      zone.free_pages += 1000
      asked = true
      return 0
    })
    const orders: number[] = []
    const stop = watchEvents(kernel, (event) => {
      const begins = event.name === 'enter' && event.function === 'balance_pgdat'
      if (begins) orders.push(event.values['order'] ?? -1)
    })
    kernel.schedule()
    stop()
    expect(asked).toBe(true)
    expect(machine.kswapd).toMatchObject({ kswapd_max_order: 0, thread: { woken: false } })
    return orders
  }

  test('nobody can wake it for what it does already', () => {
    kernel.fillPageCache({ pages: 1000, kind: 'clean' })
    expect(askMeanwhile(0)).toEqual([0])
  })

  test('a larger order is noted, and seen to at once', () => {
    kernel.fillPageCache({ pages: 1000, kind: 'clean' })
    expect(askMeanwhile(2)).toEqual([0, 2])
  })
})

test('an allocation that waits lets time pass, and the disk finish', () => {
  kernel.fillPageCache({ pages: 2600, kind: 'needs-fs' })
  const before = kernel.jiffies
  for (let page = 0; page < 900; page++) expect(kernel.alloc_pages(GFP_KERNEL, 0)).not.toBeNull()
  expect(kernel.jiffies - before).toBeGreaterThan(20)
  expect(kernel.check()).toEqual([])
})

test('reclaim in an interrupt schedules there, and the log says so', () => {
  kernel.fillPageCache({ pages: 3000, kind: 'needs-fs' })
  kernel.interrupt(() => {
    for (let page = 0; page < 300; page++) kernel.alloc_pages(GFP_NOFS, 0)
  })
  expect(kernel.log().join('\n')).toMatch(/scheduling while atomic: swapper\/0x00010000\/0/)
  expect(kernel.in_interrupt()).toBe(false)
})

test('a dead task calls nothing', () => {
  const app = kernel.startTask({ comm: 'app', pages: 5 })
  kernel.do_exit(app)
  kernel.do_exit(app)
  expect(() => kernel.runAs(app, () => 1)).toThrow(RangeError)
  expect(kernel.check()).toEqual([])
})

test('after a panic in another name the caller is the old one', () => {
  const app = kernel.startTask({ comm: 'app' })
  expect(() =>
    kernel.runAs(app, () => {
      kernel.do_exit(app)
      for (;;) kernel.alloc_pages(GFP_KERNEL, 0)
    }),
  ).toThrow(KernelPanic)
  expect(kernel.current.pid).toBe(0)
})
