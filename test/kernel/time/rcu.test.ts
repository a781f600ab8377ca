/** Slabs that outlive their cache's need of them, because somebody may still be looking: DESTROY_BY_RCU. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  boot,
  findProblems,
  freePages,
  GFP_KERNEL,
  KernelHang,
  locate,
  SLAB_DESTROY_BY_RCU,
  watchEvents,
  type Kernel,
  type kmem_cache,
  type VirtualAddress,
} from '#kernel/index.ts'
import { call_rcu } from '#kernel/time/rcu.ts'
import { existing } from '../../existing.ts'

let kernel: Kernel
let cache: kmem_cache
let objects: VirtualAddress[]

/** A cache with 5 slabs of 4 objects, of which none is in use any more. */
beforeEach(() => {
  kernel = boot({ cpus: 2 })
  prepare(1000)
})

function prepare(size: number): void {
  cache = existing(kernel.kmem_cache_create('own', size, 0, SLAB_DESTROY_BY_RCU))
  objects = Array.from({ length: 5 * cache.num }, () => kernel.kmem_cache_alloc(cache, GFP_KERNEL))
  for (const object of objects) kernel.kmem_cache_free(cache, object)
}

describe('a destroyed slab', () => {
  test('is gone from its cache at once, but keeps its pages', () => {
    const free = freePages(kernel)
    expect(kernel.kmem_cache_shrink(cache)).toBe(0)
    expect(kernel.slabinfo()).toMatch(/^own +0 +0 /m)
    expect(freePages(kernel)).toBe(free)
    expect(findProblems(kernel)).toEqual([])
  })

  test('leaves its objects as they were: who looks at one sees no other', () => {
    const [object = 0] = objects
    kernel.write32(object, 0x12345678)
    kernel.kmem_cache_shrink(cache)
    expect(kernel.read32(object)).toBe(0x12345678)
    expect(locate(kernel, object)).toBeNull()
  })

  test('gives its pages back when a grace period is over', () => {
    const free = freePages(kernel)
    kernel.kmem_cache_shrink(cache)
    expect(kernel.rcuGracePeriod()).toBe(5)
    expect(freePages(kernel)).toBe(free + 5)
    expect(kernel.rcuGracePeriod()).toBe(0)
    expect(findProblems(kernel)).toEqual([])
  })

  test('gives its pages back after three ticks: one to begin, two to end', () => {
    const free = freePages(kernel)
    kernel.kmem_cache_shrink(cache)
    kernel.tick(2)
    expect(freePages(kernel)).toBe(free)
    kernel.tick()
    expect(freePages(kernel)).toBe(free + 5)
  })

  test('what is asked for when it is over begins one tick later, and not at once', () => {
    const { machine } = kernel
    const ended: number[] = []
    const before = kernel.jiffies
    const note = (): void => void ended.push(kernel.jiffies - before)
    call_rcu(machine, 0, () => {
      note()
      call_rcu(machine, 0, note)
    })
    kernel.tick(20)
    expect(ended).toEqual([3, 6])
  })

  test('comes back with nine others: then others have their turn', () => {
    const rounds: number[] = []
    for (let i = 0; i < 23; i++) call_rcu(kernel.machine, 0, () => {})
    watchEvents(kernel, (event) => {
      const begins = event.name === 'enter' && event.function === 'rcu_do_batch'
      if (begins) rounds.push(event.values['count'] ?? -1)
    })
    kernel.tick(3)
    expect(rounds).toEqual([10, 10, 3])
  })

  test('gives back notes that are kept outside, too', () => {
    kernel.kmem_cache_destroy(cache)
    prepare(2048)
    const notes = existing(cache.slabp_cache)
    const inArray = (): number => kernel.read32(notes.array)
    kernel.kmem_cache_shrink(cache)
    const before = inArray()
    kernel.rcuGracePeriod()
    expect(inArray()).toBe(before + 5)
    expect(findProblems(kernel)).toEqual([])
  })

  test('of which another processor had the last object is given back on that one', () => {
    kernel.onCpu(1, () => kernel.kmem_cache_shrink(cache))
    const cpus: (number | undefined)[] = []
    watchEvents(kernel, (event) => {
      if (event.name === 'processor') cpus.push(event.values['cpu'])
    })
    kernel.rcuGracePeriod()
    expect(cpus).toEqual([1])
  })
})

describe('a grace period', () => {
  test.each([
    ['has interrupts off', () => kernel.local_irq_disable(), () => kernel.local_irq_enable()],
    ['is in a handler', () => kernel.irq_enter(), () => kernel.irq_exit()],
  ])('cannot end while a processor %s', (_, begin, end) => {
    kernel.kmem_cache_shrink(cache)
    const free = freePages(kernel)
    kernel.onCpu(1, begin)
    kernel.tick(100)
    expect(kernel.rcuGracePeriod()).toBe(0)
    expect(freePages(kernel)).toBe(free)
    kernel.onCpu(1, end)
    kernel.tick(3)
    expect(freePages(kernel)).toBe(free + 5)
  })
})

describe('kmem_cache_destroy', () => {
  test('waits for one: afterwards all pages are back', () => {
    const free = freePages(kernel)
    expect(kernel.kmem_cache_destroy(cache)).toBe(0)
    expect(freePages(kernel)).toBe(free + 5)
    expect(kernel.rcuGracePeriod()).toBe(0)
    expect(findProblems(kernel)).toEqual([])
  })

  test('waits for ever for a processor that is in a handler', () => {
    kernel.onCpu(1, () => kernel.irq_enter())
    expect(() => kernel.kmem_cache_destroy(cache)).toThrow(KernelHang)
  })

  test('does not wait when an object is in use', () => {
    kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    const free = freePages(kernel)
    expect(kernel.kmem_cache_destroy(cache)).toBe(1)
    expect(freePages(kernel)).toBe(free)
    expect(kernel.rcuGracePeriod()).toBe(4)
  })

  test('tells of the wait', () => {
    const names: string[] = []
    watchEvents(kernel, ({ name }) => names.push(name))
    kernel.kmem_cache_destroy(cache)
    const order = ['slab-outlives', 'grace-period-awaited', 'slab-destroyed']
    const first = order.map((name) => names.indexOf(name))
    expect(first).toEqual(first.toSorted((a, b) => a - b))
    expect(first).not.toContain(-1)
  })
})
