/** Time: what happens in it, and when. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  boot,
  GFP_KERNEL,
  HZ,
  watchEvents,
  type Kernel,
  type kmem_cache,
  type VirtualAddress,
} from '#kernel/index.ts'
import { schedule_delayed_work_on } from '#kernel/time/timer.ts'

const BOOT = 1_000_000

/** Ticks since boot at which the reaper ran on each processor, while `run` was carried out. */
function rounds(kernel: Kernel, run: () => void): number[][] {
  const found: number[][] = kernel.machine.cpus.map(() => [])
  const stop = watchEvents(kernel, ({ name, values }) => {
    if (name !== 'reaper-again') return
    found[values['cpu'] ?? -1]?.push((values['jiffies'] ?? 0) - BOOT)
  })
  run()
  stop()
  return found
}

describe('tick', () => {
  test('lets the clock go on by so many ticks; without a number, by one', () => {
    const kernel = boot()
    expect(kernel.jiffies).toBe(BOOT)
    kernel.tick()
    kernel.tick(99)
    kernel.tick(0)
    expect(kernel.jiffies).toBe(BOOT + 100)
  })

  test.each([-1, 1.5, Number.NaN])('cannot go by %d', (ticks) => {
    const kernel = boot()
    expect(() => kernel.tick(ticks)).toThrow(RangeError)
    expect(kernel.jiffies).toBe(BOOT)
  })

  test('many ticks at once are the same as one after the other', () => {
    const one = boot({ cpus: 2 })
    const other = boot({ cpus: 2 })
    const cacheOf = (kernel: Kernel): kmem_cache | null => kernel.kmem_cache_create('own', 1000)
    const caches = [cacheOf(one), cacheOf(other)]
    for (const [at, kernel] of [one, other].entries()) {
      const cache = caches[at] ?? null
      const objects = Array.from({ length: 200 }, () => kernel.kmem_cache_alloc(cache, GFP_KERNEL))
      for (const object of objects) kernel.kmem_cache_free(cache, object)
    }
    one.tick(9000)
    for (let i = 0; i < 9000; i++) other.tick()
    expect(other.slabinfo()).toBe(one.slabinfo())
    expect(other.buddyinfo()).toBe(one.buddyinfo())
  })
})

describe('the reaper', () => {
  test('runs first a second after boot, then every two', () => {
    const kernel = boot()
    expect(rounds(kernel, () => kernel.tick(8 * HZ))).toEqual([[1000, 3000, 5000, 7000]])
  })

  test('runs on the others a little later each time, by their number', () => {
    const kernel = boot({ cpus: 4 })
    expect(rounds(kernel, () => kernel.tick(6 * HZ))).toEqual([
      [1000, 3000, 5000],
      [1003, 3004, 5005],
      [1006, 3008, 5010],
      [1009, 3012, 5015],
    ])
    expect(kernel.smp_processor_id()).toBe(0)
  })

  test('begins anew after a reset', () => {
    const kernel = boot()
    kernel.tick(2500)
    kernel.reset()
    expect(rounds(kernel, () => kernel.tick(3500))).toEqual([[1000, 3000]])
  })

  test('takes objects out of an array that is not used any more, round by round', () => {
    const kernel = boot()
    const cache = kernel.kmem_cache_create('own', 128)
    const objects: VirtualAddress[] = []
    for (let i = 0; i < 100; i++) objects.push(kernel.kmem_cache_alloc(cache, GFP_KERNEL))
    for (const object of objects) kernel.kmem_cache_free(cache, object)
    const avail = (): number => kernel.read32(cache?.array ?? 0)
    const held = [avail()]
    for (let round = 0; round < 5; round++) {
      kernel.tick(2000)
      held.push(avail())
    }
    // First it is spared, then it loses a fifth of 120 at a time, and at the end half of what is left.
    expect(held).toEqual([64, 64, 40, 16, 8, 4])
  })

  test('waits while its processor is in an interrupt handler, and comes with the next tick after it', () => {
    const kernel = boot({ cpus: 2 })
    kernel.onCpu(1, () => kernel.irq_enter())
    expect(rounds(kernel, () => kernel.tick(2500))).toEqual([[1000], []])
    kernel.onCpu(1, () => kernel.irq_exit())
    expect(rounds(kernel, () => kernel.tick(2500))).toEqual([
      [3000, 5000],
      [2501, 4502],
    ])
  })
})

describe('delayed work', () => {
  let kernel: Kernel
  let done: string[]
  const plan = (cpu: number, delay: number, name: string): void => {
    const work = (): void => {
      done.push(`${name} on ${kernel.smp_processor_id()} at ${kernel.jiffies - BOOT}`)
    }
    schedule_delayed_work_on(kernel.machine, cpu, work, delay)
  }
  beforeEach(() => {
    kernel = boot({ cpus: 3 })
    done = []
  })

  test('is done on its processor when its time has come, and once', () => {
    plan(2, 5, 'a')
    kernel.tick(4)
    expect(done).toEqual([])
    kernel.tick(20)
    expect(done).toEqual(['a on 2 at 5'])
  })

  test('is done in the order of its times, at the same tick by processor, there as it was planned', () => {
    plan(1, 7, 'a')
    plan(0, 7, 'b')
    plan(1, 3, 'c')
    plan(1, 7, 'd')
    kernel.tick(10)
    expect(done).toEqual(['c on 1 at 3', 'b on 0 at 7', 'a on 1 at 7', 'd on 1 at 7'])
  })
})
