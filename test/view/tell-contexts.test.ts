/** What the call story says of contexts, of pages by their address, and of memory pools. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  __GFP_ZERO,
  boot,
  GFP_ATOMIC,
  GFP_HIGHUSER,
  GFP_KERNEL,
  KernelHang,
  NULL,
  spinlock_t,
  watchEvents,
  type Kernel,
} from '#kernel/index.ts'
import { addressEvents } from '#kernel/trace/address_events.ts'
import { contextEvents } from '#kernel/trace/context_events.ts'
import { mempoolEvents } from '#kernel/trace/mempool_events.ts'
import { storyOf, tell } from '#view/story.ts'
import { existing } from '../existing.ts'

const names = [contextEvents, addressEvents, mempoolEvents].flatMap((group) => Object.keys(group))
/** Every event that came in any of these tests. */
const heard = new Set<string>()

let kernel: Kernel
beforeEach(() => {
  kernel = boot()
})

/** The sentences about it in a call. */
function told(call: () => unknown): string[] {
  watchEvents(kernel, (event) => {
    heard.add(event.name)
    expect(`${tell(event).text} ${tell(event).reason ?? ''}`).not.toMatch(/undefined|NaN|its cache/)
  })
  return storyOf(kernel, call)
    .steps.filter(({ name }) => names.includes(name))
    .map(({ text, reason }) => (reason === null ? text : `${text}: ${reason}`))
}

describe('interrupts', () => {
  test('turned off and on', () => {
    expect(told(() => kernel.withoutInterrupts(() => kernel.local_irq_disable()))).toEqual([
      'interrupts are off from here on',
      'interrupts stay off',
      'interrupts are on from here on',
    ])
  })

  test('while a cache grows', () => {
    expect(told(() => kernel.kmalloc(5000, GFP_KERNEL))).toEqual([
      'turns interrupts on: GFP_KERNEL has WAIT: this may take long',
      'turns interrupts off again',
    ])
    expect(told(() => kernel.kmalloc(20000, GFP_ATOMIC))).toEqual([
      'interrupts stay off: GFP_ATOMIC is without WAIT',
    ])
  })

  test('that arrive', () => {
    const nothing = (): void => undefined
    kernel.interruptDuring('kfree', nothing)
    expect(told(() => kernel.kfree(NULL))).toEqual([
      'an interrupt arrives and is handled at once: interrupts are on',
      'preempt_count is 0x10000: it was 0x0',
      'preempt_count is 0x0: it was 0x10000',
    ])
    const cache = kernel.kmem_cache_create('own', 4096)
    const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    kernel.interruptDuring('cache_grow', () => kernel.kmem_cache_free(cache, object))
    expect(told(() => kernel.kmem_cache_alloc(cache, GFP_KERNEL))).toEqual([
      'an interrupt arrives and must wait: interrupts are off',
      'turns interrupts on: GFP_KERNEL has WAIT: this may take long',
      'preempt_count is 0x10000: it was 0x0',
      'preempt_count is 0x0: it was 0x10000',
      'turns interrupts off again',
      'the array holds 1 object now: an interrupt came while interrupts were on',
    ])
  })
})

test('softirqs', () => {
  kernel.open_softirq(3, () => kernel.raise_softirq(3))
  const story = told(() => kernel.interrupt(() => kernel.raise_softirq(3)))
  expect(story.slice(0, 5)).toEqual([
    'preempt_count is 0x10000: it was 0x0',
    'softirq 3 is raised: it runs when the handler ends',
    'preempt_count is 0x0: it was 0x10000',
    'runs what is raised, 0x8: round 1 of at most 10',
    'softirq 3 runs: preempt_count is 0x100',
  ])
  expect(story.at(-1)).toBe('leaves 0x8 to ksoftirqd: 10 rounds are enough, processes want to run')
  kernel.reset()
  expect(told(() => kernel.raise_softirq(3))).toEqual([
    'softirq 3 is raised: this is no handler: ksoftirqd is woken to run it',
  ])
})

test('locks, on each kind of kernel', () => {
  const lock = new spinlock_t('device')
  const taken = (options: object): string[] => {
    kernel = boot(options)
    return told(() => kernel.withLock(lock, () => undefined))
  }
  expect(taken({})).toEqual(['does nothing: one CPU, and the kernel is not preemptible'])
  expect(taken({ preemptible: true })).toEqual([
    'preempt_count is 0x1: it was 0x0',
    'only forbids other tasks: one CPU: a lock is nothing more',
    'preempt_count is 0x0: it was 0x1',
  ])
  expect(taken({ smp: true })).toEqual(['takes the lock: the kernel is built for several CPUs'])
})

describe('sleeping', () => {
  test('that may be, that may not, and a complaint that is too young for another', () => {
    kernel = boot({ sleepChecks: true })
    kernel.kfree(kernel.kmalloc(100, GFP_KERNEL))
    const take = (): number => kernel.kmalloc(100, GFP_KERNEL)
    expect(told(take)).toEqual(['may sleep: in_atomic 0, irqs_disabled 0'])
    expect(told(() => kernel.withoutInterrupts(take))).toContain(
      'must not sleep, and complains in the log: in_atomic 0, irqs_disabled 1',
    )
    expect(told(() => kernel.withoutInterrupts(take))).toContain(
      'must not sleep, and says nothing: in_atomic 0, irqs_disabled 1; the last complaint is 0 ticks old, less than 1000',
    )
  })

  test('that happens', () => {
    expect(told(() => kernel.schedule())).toEqual([
      'lets other tasks run; interrupts are on afterwards',
    ])
    expect(told(() => kernel.softirq(() => kernel.schedule()))).toContain(
      'complains in the log, and lets other tasks run all the same: preempt_count is 0x100',
    )
  })
})

test('pages by their address', () => {
  kernel = boot({ megabytes: 1024, highmem: true })
  expect(told(() => kernel.__get_free_pages(GFP_HIGHUSER | __GFP_ZERO, 0))).toEqual([
    expect.stringMatching(/^clears 1 page from frame \d+ on: ZERO; 1 page of high memory must be/),
    expect.stringMatching(/^returns NULL although it has frame \d+, which is lost: the direct map/),
  ])
  expect(told(() => kernel.get_zeroed_page(GFP_KERNEL))).toEqual([
    expect.stringMatching(/^clears 1 page from frame \d+ on: the mask has ZERO$/),
  ])
})

test('memory pools', () => {
  let left = 4
  const make = (): number => (left-- > 0 ? 0x1000 : NULL)
  const pool = existing(kernel.mempool_create(4, make, () => undefined, null))
  const asks = 'tries first without waiting: GFP_KERNEL without WAIT and IO is __GFP_FS'
  expect(told(() => kernel.mempool_alloc(pool, GFP_KERNEL))).toEqual([
    asks,
    'no memory: does not try harder: 4 elements left, more than 2',
    'takes an element that the pool keeps: 4 of 4',
  ])
  expect(told(() => kernel.mempool_free(0x1000, pool))).toEqual([
    'the pool keeps the element, and wakes who waits: it had 3 < 4',
  ])
  expect(told(() => kernel.mempool_free(0x1000, pool))).toEqual([
    'the pool needs no more: it has 4 of 4',
  ])
  for (let i = 0; i < 4; i++) kernel.mempool_alloc(pool, GFP_ATOMIC)
  expect(told(() => kernel.mempool_alloc(pool, GFP_ATOMIC)).slice(1)).toEqual([
    'no memory: does not try harder: the mask cannot reclaim more than that',
    'fails: the pool is empty, and the mask is without WAIT',
  ])
  const wait = (): unknown => kernel.mempool_alloc(pool, GFP_KERNEL)
  expect(told(wait)).toContain(
    'no memory: tries again with the whole mask: 0 elements left, no more than 2',
  )
  expect(wait).toThrow(KernelHang)
  left = 1
  expect(told(() => kernel.mempool_resize(pool, 5, GFP_KERNEL))).toEqual([
    'gets one element more: it keeps 0, and wants 5',
    'gets one element more: it keeps 1, and wants 5',
  ])
  expect(told(() => kernel.mempool_destroy(pool))).toEqual([
    'elements of the pool are missing: 1 of 5',
  ])
})

test('no event was left out', () => {
  expect(names.filter((name) => !heard.has(name))).toEqual([])
})
