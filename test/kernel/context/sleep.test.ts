/** Sleeping where it is forbidden: who notices, and what happens all the same. */
import { describe, expect, test } from 'vitest'
import {
  boot,
  GFP_ATOMIC,
  GFP_KERNEL,
  HZ,
  NULL,
  spinlock_t,
  watchEvents,
  type BootOptions,
  type Kernel,
} from '#kernel/index.ts'
import { shrink_slab } from '#kernel/reclaim/shrinkers.ts'

const complaint = (place: string, atomic: number, off: number): string[] => [
  `sleeping function called from invalid context at ${place}`,
  `in_atomic():${atomic}, irqs_disabled():${off}`,
]

/** GFP_KERNEL below a spinlock: the classical mistake. */
function allocateWithLock(kernel: Kernel): number {
  const lock = new spinlock_t('device')
  return kernel.withLock(lock, () => kernel.kmalloc(100, GFP_KERNEL))
}

describe('GFP_KERNEL with a spinlock held', () => {
  test.each([
    ['neither', {}, []],
    ['preemptible, without checks', { preemptible: true }, []],
    ['checks, not preemptible: the lock does not count', { sleepChecks: true }, []],
    [
      'preemptible, with checks',
      { preemptible: true, sleepChecks: true },
      complaint('mm/slab.c:2082', 1, 0),
    ],
    [
      'several processors, preemptible, with checks',
      { cpus: 2, preemptible: true, sleepChecks: true },
      complaint('mm/slab.c:2082', 1, 0),
    ],
  ] satisfies [string, BootOptions, string[]][])('%s', (_, options, log) => {
    const kernel = boot(options)
    expect(allocateWithLock(kernel)).not.toBe(NULL)
    expect(kernel.log()).toEqual(log)
    expect(kernel.preempt_count()).toBe(0)
  })

  test('with interrupts off is noticed by the checks on every kernel', () => {
    const kernel = boot({ sleepChecks: true })
    kernel.withLockIrq(new spinlock_t('device'), () => kernel.kmalloc(100, GFP_KERNEL))
    expect(kernel.log()).toEqual(complaint('mm/slab.c:2082', 0, 1))
  })
})

describe('the complaint', () => {
  test('comes at most once in a second', () => {
    const kernel = boot({ sleepChecks: true })
    const wrong = (): unknown => kernel.interrupt(() => kernel.kmalloc(100, GFP_KERNEL))
    wrong()
    wrong()
    expect(kernel.log()).toHaveLength(2)
    kernel.tick(HZ - 1)
    wrong()
    expect(kernel.log()).toHaveLength(2)
    kernel.tick(1)
    wrong()
    expect(kernel.log()).toHaveLength(4)
  })

  test('comes although the array has an object: the check asks for the mask, not for the need', () => {
    const kernel = boot({ sleepChecks: true })
    kernel.kfree(kernel.kmalloc(100, GFP_KERNEL))
    kernel.interrupt(() => kernel.kmalloc(100, GFP_KERNEL))
    expect(kernel.log()).toEqual(complaint('mm/slab.c:2082', 1, 0))
  })

  test('does not come for GFP_ATOMIC', () => {
    const kernel = boot({ sleepChecks: true })
    kernel.interrupt(() => kernel.kmalloc(5000, GFP_ATOMIC))
    expect(kernel.log()).toEqual([])
  })

  test('names the page allocator when pages are asked for', () => {
    const kernel = boot({ sleepChecks: true })
    kernel.withoutInterrupts(() => kernel.__get_free_pages(GFP_KERNEL, 0))
    expect(kernel.log()).toEqual(complaint('mm/page_alloc.c:709', 0, 1))
  })

  test('names the semaphore of all caches when one is destroyed', () => {
    const kernel = boot({ sleepChecks: true })
    const cache = kernel.kmem_cache_create('own', 100)
    kernel.withoutInterrupts(() => kernel.kmem_cache_destroy(cache))
    expect(kernel.log()).toEqual(complaint('include/asm/semaphore.h:107', 0, 1))
  })

  test('comes where a driver says that it may sleep', () => {
    const kernel = boot({ sleepChecks: true })
    kernel.might_sleep('drivers/own.c', 12)
    expect(kernel.log()).toEqual([])
    kernel.softirq(() => kernel.might_sleep('drivers/own.c', 12))
    expect(kernel.log()).toEqual(complaint('drivers/own.c:12', 1, 0))
  })

  test('does not come while the kernel boots, nor after a reset', () => {
    const kernel = boot({ sleepChecks: true, preemptible: true, cpus: 2 })
    expect(kernel.log()).toEqual([])
    kernel.interrupt(() => kernel.kmalloc(100, GFP_KERNEL))
    kernel.reset()
    expect(kernel.log()).toEqual([])
    kernel.interrupt(() => kernel.kmalloc(100, GFP_KERNEL))
    expect(kernel.log()).toHaveLength(2)
  })

  test('is told with what was compared', () => {
    const kernel = boot({ sleepChecks: true })
    const told: unknown[] = []
    watchEvents(kernel, ({ name, values }) => {
      if (name === 'sleep-checked') told.push(values)
    })
    const wrong = (): unknown => kernel.interrupt(() => kernel.kmalloc(100, GFP_KERNEL))
    kernel.kmalloc(100, GFP_KERNEL)
    wrong()
    kernel.tick(10)
    wrong()
    expect(told).toEqual([
      { in_atomic: 0, irqs_disabled: 0, since: -1, hz: HZ },
      { in_atomic: 1, irqs_disabled: 0, since: -1, hz: HZ },
      { in_atomic: 1, irqs_disabled: 0, since: 10, hz: HZ },
    ])
  })
})

describe('schedule', () => {
  test('in atomic context complains with name, count and pid, and goes on', () => {
    const kernel = boot()
    kernel.interrupt(() => kernel.schedule())
    expect(kernel.log()).toEqual(['scheduling while atomic: swapper/0x00010000/0'])
    expect(kernel.preempt_count()).toBe(0)
  })

  test('with a lock held: only a preemptible kernel knows of it', () => {
    const lock = new spinlock_t('device')
    const kernel = boot()
    kernel.withLock(lock, () => kernel.schedule())
    expect(kernel.log()).toEqual([])
    const preemptible = boot({ preemptible: true })
    preemptible.withLock(lock, () => preemptible.schedule())
    expect(preemptible.log()).toEqual(['scheduling while atomic: swapper/0x00000001/0'])
  })

  test('with interrupts off says nothing, and turns them on', () => {
    const kernel = boot()
    kernel.local_irq_disable()
    kernel.schedule()
    expect(kernel.log()).toEqual([])
    expect(kernel.irqs_disabled()).toBe(false)
  })

  test('lets ksoftirqd run what was raised outside of handlers', () => {
    const kernel = boot()
    let runs = 0
    kernel.open_softirq(7, () => runs++)
    kernel.raise_softirq(7)
    expect(runs).toBe(0)
    kernel.schedule()
    expect(runs).toBe(1)
  })
})

describe('cond_resched', () => {
  test('does nothing as long as no other task waits for the processor', () => {
    const kernel = boot()
    expect(kernel.interrupt(() => kernel.cond_resched())).toBe(false)
    expect(kernel.log()).toEqual([])
  })

  test('else lets it run, with a bit in the count that says so', () => {
    const kernel = boot({ preemptible: true })
    kernel.preempt_disable()
    kernel.set_need_resched()
    expect(kernel.cond_resched()).toBe(true)
    expect(kernel.log()).toEqual(['scheduling while atomic: swapper/0x10000001/0'])
    expect(kernel.cond_resched()).toBe(false)
  })
})

describe('a preemptible kernel', () => {
  /** How often the processor changed to another task. */
  function switches(options: BootOptions): number {
    const kernel = boot(options)
    let count = 0
    watchEvents(kernel, ({ name, function: inside }) => {
      if (name === 'enter' && inside === 'schedule') count++
    })
    kernel.preempt_disable()
    kernel.set_need_resched()
    kernel.withoutInterrupts(() => undefined)
    kernel.preempt_enable()
    return count
  }

  test('changes to the task that waits when the last preempt_disable() ends; another does not', () => {
    expect(switches({ preemptible: true })).toBe(1)
    expect(switches({})).toBe(0)
  })

  test.each([
    ['a handler', (kernel: Kernel) => kernel.interrupt(() => kernel.set_need_resched())],
    [
      'local_bh_disable()',
      (kernel: Kernel) => {
        kernel.local_bh_disable()
        kernel.set_need_resched()
        kernel.local_bh_enable()
      },
    ],
  ])('changes to it at the end of %s, too', (_, body) => {
    const waits = [{ preemptible: true }, {}].map((options) => {
      const kernel = boot(options)
      body(kernel)
      return kernel.machine.cpu.need_resched
    })
    expect(waits).toEqual([false, true])
  })
})

describe('a task that waits for the processor gets it', () => {
  test('between two batches of a shrinker', () => {
    const kernel = boot({ megabytes: 16 })
    kernel.makeDentryCache().fill(400)
    kernel.set_need_resched()
    shrink_slab(kernel.machine, 32, GFP_KERNEL, 60)
    expect(kernel.machine.cpu.need_resched).toBe(false)
  })

  test('between two caches of the reaper', () => {
    const kernel = boot()
    kernel.set_need_resched()
    kernel.cache_reap()
    expect(kernel.machine.cpu.need_resched).toBe(false)
  })
})

test('GFP_KERNEL in a handler works a thousand times, and then sleeps', () => {
  const kernel = boot()
  const addresses = Array.from({ length: 1000 }, () =>
    kernel.interrupt(() => kernel.kmalloc(100, GFP_KERNEL)),
  )
  expect(addresses).not.toContain(NULL)
  expect(kernel.log()).toEqual([])
  // Memory is full of pages that can be had back only by writing them, which takes time.
  kernel.fillPageCache({ pages: 50_000, kind: 'needs-io' })
  const last: number[] = []
  kernel.interrupt(() => {
    while (kernel.log().length === 0) last.push(kernel.kmalloc(4096, GFP_KERNEL))
  })
  expect(last).not.toContain(NULL)
  expect(kernel.log()[0]).toBe('scheduling while atomic: swapper/0x00010000/0')
})
