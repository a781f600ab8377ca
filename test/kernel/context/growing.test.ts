/** Growing a cache in the wrong place: what happens to interrupts, and what may come in between. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  arrayOf,
  boot,
  GFP_ATOMIC,
  GFP_KERNEL,
  NULL,
  watchEvents,
  type Kernel,
} from '#kernel/index.ts'
import { existing } from '../../existing.ts'
import { during } from '../during.ts'

let kernel: Kernel
beforeEach(() => {
  kernel = boot()
})

describe('interrupts while a cache grows', () => {
  /** How interrupts are while the constructor runs. */
  function seenByConstructor(flags: number): boolean {
    const seen = new Set<boolean>()
    const cache = kernel.kmem_cache_create('own', 100, 0, 0, () => seen.add(kernel.irqs_disabled()))
    kernel.kmem_cache_alloc(cache, flags)
    expect(seen.size).toBe(1)
    return seen.has(true)
  }

  test('are on with GFP_KERNEL, off with GFP_ATOMIC', () => {
    expect(seenByConstructor(GFP_KERNEL)).toBe(false)
    kernel.reset()
    expect(seenByConstructor(GFP_ATOMIC)).toBe(true)
  })

  test('are on with GFP_KERNEL also where the caller had turned them off', () => {
    const seen: boolean[] = []
    const cache = kernel.kmem_cache_create('own', 4096, 0, 0, () =>
      seen.push(kernel.irqs_disabled()),
    )
    kernel.local_irq_disable()
    kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    expect(seen).toEqual([false])
    expect(kernel.irqs_disabled()).toBe(true)
  })

  test('are afterwards as they were, also when there is no memory', () => {
    kernel.failPageAllocation()
    expect(kernel.kmalloc(5000, GFP_KERNEL)).toBe(NULL)
    expect(kernel.irqs_disabled()).toBe(false)
    kernel.local_irq_disable()
    kernel.failPageAllocation()
    expect(kernel.kmalloc(5000, GFP_KERNEL)).toBe(NULL)
    expect(kernel.irqs_disabled()).toBe(true)
  })

  test('are no different for who looks on, also when there is no memory for the notes of a slab', () => {
    // The caches of large objects keep their notes elsewhere: in size-32, which has to grow for them.
    const fail = (): unknown => {
      const notes = existing(kernel.machine.malloc_sizes[0]?.cs_cachep)
      while (notes.free_objects > 0 || arrayOf(kernel, notes).entries.length > 0) {
        kernel.kmalloc(32, GFP_ATOMIC)
      }
      kernel.failPageAllocation(2)
      expect(kernel.kmalloc(4096, GFP_ATOMIC)).toBe(NULL)
      return [kernel.irqs_disabled(), kernel.check(), kernel.slabinfo(), kernel.buddyinfo()]
    }
    const alone = fail()
    kernel.reset()
    watchEvents(kernel, () => undefined)
    expect(fail()).toEqual(alone)
  })

  test('are told, and why', () => {
    const events = during(kernel, () => kernel.kmalloc(5000, GFP_KERNEL))
    const told = events.find(({ name }) => name === 'grows-with-interrupts')
    expect(told).toMatchObject({ function: 'cache_grow', values: { gfp_flags: 208, wait: 1 } })
  })

  test('are off for destructors when a full array gives a batch back', () => {
    const seen = new Set<boolean>()
    const nothing = (): void => undefined
    const cache = kernel.kmem_cache_create('own', 4096, 0, 0, nothing, () =>
      seen.add(kernel.irqs_disabled()),
    )
    const objects = Array.from({ length: 100 }, () => kernel.kmem_cache_alloc(cache, GFP_KERNEL))
    for (const object of objects) kernel.kmem_cache_free(cache, object)
    expect([...seen]).toEqual([true])
  })
})

describe('an interrupt in the middle of growing', () => {
  test('comes in with GFP_KERNEL, although the caller had turned interrupts off', () => {
    const seen: string[] = []
    kernel.local_irq_disable()
    kernel.interruptDuring('cache_grow', () => {
      seen.push('handler')
    })
    kernel.kmalloc(5000, GFP_KERNEL)
    seen.push('kmalloc is back')
    expect(seen).toEqual(['handler', 'kmalloc is back'])
  })

  test('waits with GFP_ATOMIC until interrupts are on', () => {
    const seen: string[] = []
    kernel.local_irq_disable()
    kernel.interruptDuring('cache_grow', () => {
      seen.push('handler')
    })
    kernel.kmalloc(5000, GFP_ATOMIC)
    seen.push('kmalloc is back')
    kernel.local_irq_enable()
    expect(seen).toEqual(['kmalloc is back', 'handler'])
  })

  test('may grow the same cache: then nothing is lost, and nothing given out twice', () => {
    const cache = kernel.kmem_cache_create('own', 100)
    let inHandler = NULL
    kernel.interruptDuring('cache_grow', () => {
      inHandler = kernel.kmem_cache_alloc(cache, GFP_ATOMIC)
    })
    const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    expect(inHandler).not.toBe(NULL)
    expect(object).not.toBe(inHandler)
    expect(kernel.check()).toEqual([])
  })

  test('may fill the array: then its last object is taken, also when growing failed', () => {
    const cache = kernel.kmem_cache_create('own', 4096)
    const first = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    kernel.failPageAllocation()
    kernel.interruptDuring('kmem_getpages', () => kernel.kmem_cache_free(cache, first))
    const events = during(kernel, () =>
      expect(kernel.kmem_cache_alloc(cache, GFP_KERNEL)).toBe(first),
    )
    expect(events.find(({ name }) => name === 'filled-meanwhile')?.values).toEqual({ avail: 1 })
    expect(arrayOf(kernel, cache!).entries).toEqual([])
    expect(kernel.check()).toEqual([])
  })

  test('comes once, and can be taken back', () => {
    let times = 0
    const takeBack = kernel.interruptDuring('kfree', () => times++)
    takeBack()
    kernel.kfree(NULL)
    expect(times).toBe(0)
    kernel.interruptDuring('kfree', () => times++)
    kernel.kfree(NULL)
    kernel.kfree(NULL)
    expect(times).toBe(1)
  })

  test('runs as a handler, with interrupts on unless it is registered with SA_INTERRUPT', () => {
    const seen: unknown[] = []
    const look = (): unknown => seen.push([kernel.in_irq(), kernel.irqs_disabled()])
    kernel.interruptDuring('kfree', look)
    kernel.kfree(NULL)
    kernel.interruptDuring('kfree', look, { SA_INTERRUPT: true })
    kernel.kfree(NULL)
    expect(seen).toEqual([
      [true, false],
      [true, true],
    ])
    expect(kernel.preempt_count()).toBe(0)
    expect(kernel.irqs_disabled()).toBe(false)
  })
})

describe('where the lock of a cache is held', () => {
  /** What destructors see of it, by how their slab comes to be destroyed. */
  function seenByDestructor(machine: Kernel, destroyBy: (objects: number[]) => void): unknown[] {
    kernel = machine
    const seen = new Set<string>()
    const look = (): unknown =>
      seen.add(`atomic ${kernel.in_atomic()}, interrupts off ${kernel.irqs_disabled()}`)
    const cache = kernel.kmem_cache_create('own', 4096, 0, 0, () => undefined, look)
    const objects = Array.from({ length: 100 }, () => kernel.kmem_cache_alloc(cache, GFP_KERNEL))
    destroyBy(objects)
    return [...seen]
  }

  const free = (objects: number[]): void => objects.forEach((object) => kernel.kfree(object))

  test('a destructor must not sleep when a full array gives a batch back', () => {
    expect(seenByDestructor(boot(), free)).toEqual(['atomic false, interrupts off true'])
    expect(seenByDestructor(boot({ preemptible: true }), free)).toEqual([
      'atomic true, interrupts off true',
    ])
  })

  test('and may when slabs of the free list are taken back', () => {
    const shrink = (objects: number[]): void => {
      kernel.kfree(objects[0] ?? NULL)
      kernel.kmem_cache_shrink(kernel.caches()[0] ?? null)
      kernel.kmem_cache_shrink(kernel.caches()[0] ?? null)
    }
    expect(seenByDestructor(boot({ preemptible: true }), shrink)).toEqual([
      'atomic false, interrupts off false',
    ])
    expect(kernel.preempt_count()).toBe(0)
  })
})
