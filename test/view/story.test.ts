/** The call story: every event in words with its numbers, and what repeats told once. */
import * as fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  boot,
  GFP_ATOMIC,
  GFP_KERNEL,
  GFP_NOIO,
  __GFP_NO_GROW,
  KernelBug,
  kernelEvents,
  NULL,
  SLAB_HWCACHE_ALIGN,
  __GFP_ZERO,
  watchEvents,
  type Kernel,
  type KernelEvent,
  type KernelEventName,
} from '#kernel/index.ts'
import { addressEvents } from '#kernel/trace/address_events.ts'
import { contextEvents } from '#kernel/trace/context_events.ts'
import { debugEvents } from '#kernel/trace/debug_events.ts'
import { mempoolEvents } from '#kernel/trace/mempool_events.ts'
import { reclaimEvents } from '#kernel/trace/reclaim_events.ts'
import { timeEvents } from '#kernel/trace/time_events.ts'
import { foldRepeats, type StoryStep } from '#view/story-steps.ts'
import { storyOf, tell } from '#view/story.ts'

let kernel: Kernel
beforeEach(() => {
  kernel = boot()
})

/** The lines of a story: text and reason, indented by depth. */
function lines(call: () => unknown): string[] {
  return storyOf(kernel, call).steps.map(({ depth, text, reason }) =>
    ['  '.repeat(depth), text, reason === null ? '' : ` (${reason})`].join(''),
  )
}

describe('a story', () => {
  test('of an allocation tells what was compared at each turn', () => {
    kernel.kmem_cache_create('own', 100, 0, SLAB_HWCACHE_ALIGN)
    const [cache] = kernel.caches()
    expect(lines(() => kernel.kmem_cache_alloc(cache ?? null, GFP_KERNEL))).toMatchInlineSnapshot(`
      [
        "kmem_cache_alloc(own, GFP_KERNEL)",
        "  __cache_alloc(own, GFP_KERNEL)",
        "  the array must be filled first (it holds 0 objects)",
        "    cache_alloc_refill(own, GFP_KERNEL)",
        "    asks for 16 objects (batchcount is 60, but the array was not used lately, so 16 at most)",
        "    finds nothing (no partial slab, no free slab)",
        "      cache_grow(own, GFP_KERNEL)",
        "      the mask may come here (GFP_KERNEL)",
        "      colour 0 for this slab: it begins 0 bytes later (there is only one colour)",
        "      turns interrupts on (GFP_KERNEL has WAIT: this may take long)",
        "      mask and cache agree (the mask asks for ordinary memory, the cache is an ordinary one)",
        "        kmem_getpages(own, GFP_KERNEL, order 0)",
        "          __alloc_pages(GFP_KERNEL, order 0)",
        "          zone Normal may give (60881 free > 600)",
        "            buffered_rmqueue(Normal, order 0)",
        "            the hot list has pages enough (it holds 39 > low 30)",
        "            takes frame 4632 from the head of the hot list (39 pages in it)",
        "        gets 1 page, from frame 4632 on (gfporder is 0)",
        "        alloc_slabmgmt(own, frame 4632, offset 0)",
        "        the notes of the slab stand in it, 128 bytes at 0xc1218000",
        "        cache_init_objs(own, slab 0, 31)",
        "        links 31 objects into the free list, in order",
        "      turns interrupts off again",
        "      slab 0 goes to the tail of the free list (31 objects more: free_objects is 31)",
        "    asks for 16 objects (batchcount is 60, but the array was not used lately, so 16 at most)",
        "    takes 16 objects from slab 0, the first free one (no partial slab; 31 of 31 are free, 16 are wanted)",
        "    slab 0 goes to the head of the partial list (16 of 31 are taken)",
        "    takes the last of 16 objects, 0xc1218800 (15 stay free in slabs)",
        "returns 0xc1218800",
      ]
    `)
  })

  test('of nothing is empty', () => {
    expect(storyOf(kernel, () => 1)).toEqual({ kind: 'story', steps: [] })
  })

  test('ends with what the kernel said when it stopped', () => {
    const mask = GFP_KERNEL | __GFP_ZERO
    const cache = kernel.kmem_cache_create('own', 100)
    const { steps } = storyOf(kernel, () => kernel.kmem_cache_alloc(cache, mask))
    expect(steps.at(-2)).toMatchObject({ text: 'the kernel stops here', depth: 3 })
    expect(steps.at(-1)).toMatchObject({
      kind: 'stop',
      text: 'KernelBug: cache_grow: bad flags 0x8000 in 0x80d0',
    })
  })

  test('leaves other errors alone, and listens no longer', () => {
    const call = (): never => {
      throw new RangeError('not the kernel')
    }
    expect(() => storyOf(kernel, call)).toThrow(RangeError)
    expect(kernel.machine.trace).toBeNull()
  })
})

describe('what repeats', () => {
  test('is told once, with how often', () => {
    const cache = kernel.kmem_cache_create('own', 1000, 0, 0, () => undefined)
    const story = lines(() => kernel.kmem_cache_alloc(cache, GFP_KERNEL))
    const at = story.findIndex((line) => line.includes('constructor'))
    expect(story.slice(at, at + 3).map((line) => line.trim())).toEqual([
      'runs the constructor on object 0',
      '3 more times like this',
      'links 4 objects into the free list, in order',
    ])
  })

  const event = (name: string, depth = 0): StoryStep => {
    return { kind: 'event', depth, name, function: 'f', text: name, reason: null }
  }
  const call = (depth: number): StoryStep => {
    return { kind: 'call', depth, name: 'enter', function: `f${depth}`, text: 'f()', reason: null }
  }

  test('may be a pattern of several steps', () => {
    const steps = ['a', 'b', 'a', 'b', 'a', 'b', 'c'].map((name) => event(name))
    expect(foldRepeats(steps).map(({ text }) => text)).toEqual([
      'a',
      'b',
      '2 more times like this',
      'c',
    ])
  })

  test('twice is told twice', () => {
    const steps = ['a', 'a', 'b', 'b'].map((name) => event(name))
    expect(foldRepeats(steps)).toEqual(steps)
  })

  test('of a call takes along what happens in it', () => {
    const one = [call(1), event('x', 2), call(2)]
    const folded = foldRepeats([...one, ...one, ...one])
    expect(folded).toEqual([
      ...one,
      { ...call(1), kind: 'more', name: 'more', text: '2 more times like this' },
    ])
  })

  test('never changes how many steps there are when told in full', () => {
    const steps = fc.array(
      fc.oneof(
        fc.constantFrom('a', 'b').map((name) => event(name)),
        fc.nat(2).map(call),
      ),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(steps, (all) => {
        const folded = foldRepeats(all)
        expect(folded.length).toBeLessThanOrEqual(all.length)
        expect(folded[0]).toEqual(all[0])
      }),
    )
  })
})

describe('tell', () => {
  /** Calls that between them make nearly everything happen that can. */
  function everything(): void {
    const ctor = kernel.kmem_cache_create(
      'hooked',
      600,
      0,
      SLAB_HWCACHE_ALIGN,
      () => undefined,
      () => undefined,
    )
    const held = Array.from({ length: 500 }, () => kernel.kmem_cache_alloc(ctor, GFP_KERNEL))
    for (const object of held) kernel.kmem_cache_free(ctor, object)
    kernel.kmem_cache_shrink(ctor)
    const busy = kernel.kmem_cache_alloc(ctor, GFP_ATOMIC)
    kernel.kmem_cache_destroy(ctor)
    kernel.kmem_cache_free(ctor, busy)
    kernel.kmem_cache_destroy(ctor)
    kernel.kfree(kernel.kcalloc(10, 10, GFP_KERNEL))
    kernel.kcalloc(100_000, 100_000, GFP_KERNEL)
    kernel.kmalloc(200_000, GFP_KERNEL)
    kernel.kfree(NULL)
    kernel.kmem_cache_create('line', 20, 0, SLAB_HWCACHE_ALIGN)
    kernel.kmem_cache_create('odd', 100, 4096)
    kernel.kmem_cache_create('aligned', 100, 64)
    const pages = Array.from({ length: 200 }, () => kernel.alloc_pages(GFP_KERNEL, 0))
    for (const page of pages) if (page !== null) kernel.__free_pages(page, 0)
    kernel.__free_pages(0, 0)
    withoutArray()
    kernel.kmem_cache_create('huge', 100, 262144)
    kernel.kmalloc(131072, GFP_KERNEL | __GFP_NO_GROW)
    withoutNotes()
    reaped()
    shared()
    for (const order of [9, 3, 0]) while (kernel.alloc_pages(GFP_ATOMIC, order) !== null);
    expect(() => kernel.alloc_pages(GFP_KERNEL, 0)).toThrow('no killable processes')
    expect(() => kernel.alloc_pages(GFP_NOIO, 0)).toThrow('waits for ever')
  }

  /** A cache that there is no page for a larger array for: it keeps the one it has. */
  function withoutArray(): void {
    kernel.kmem_cache_create('tuned', 100)
    kernel.failPageAllocation()
    kernel.slabinfo_write('tuned 20000 100 0')
    kernel.slabinfo_write('tuned 200 100 2')
  }

  /** Lets page allocations fail until one meets a slab that has pages, but nowhere to keep its notes. */
  function withoutNotes(): void {
    const cache = kernel.kmem_cache_create('large', 4096)
    while (kernel.kmalloc(32, GFP_ATOMIC | __GFP_NO_GROW) !== NULL);
    for (const nth of [1, 2]) {
      kernel.failPageAllocation(nth)
      expect(kernel.kmem_cache_alloc(cache, GFP_KERNEL)).toBe(NULL)
    }
  }

  /** Rounds of the reaper: first the marks go, then a part of the arrays, then free slabs. */
  function reaped(): void {
    const cache = kernel.kmem_cache_create('reaped', 1000)
    kernel.kmem_cache_free(cache, kernel.kmem_cache_alloc(cache, GFP_KERNEL))
    for (const ticks of [0, 0, 8000, 4000]) {
      kernel.machine.jiffies += ticks
      kernel.cache_reap()
    }
  }

  /** With a shared array that has room, which one processor has only when it is told so. */
  function shared(): void {
    const cache = kernel.kmem_cache_create('shared', 1000)
    kernel.slabinfo_write('shared 4 2 2')
    const held = Array.from({ length: 8 }, () => kernel.kmem_cache_alloc(cache, GFP_KERNEL))
    for (const object of held) kernel.kmem_cache_free(cache, object)
    for (const _ of held) kernel.kmem_cache_alloc(cache, GFP_KERNEL)
  }

  test('every event that happens, with neither blank nor nonsense in it', () => {
    const heard = new Map<string, KernelEvent>()
    watchEvents(kernel, (event) => {
      heard.set(event.name, event)
      const { text, reason } = tell(event)
      expect(`${text} ${reason ?? ''}`).not.toMatch(/undefined|NaN|null|\$\{| {2}\S|its cache/)
      expect(text).not.toMatch(/[.!]$/)
    })
    everything()
    const silent: KernelEventName[] = [
      // Needs two page allocations in a row that fail.
      'no-array',
      // Needs a zone whose watermark is lower than a batch of its pages.
      'no-block',
      // Needs a page with several users, and there is no way to become one yet.
      'page-still-used',
    ]
    // What has nothing to do with these calls, or happens on other machines only, has tests of its own.
    const elsewhere = new Set(
      [addressEvents, contextEvents, debugEvents, mempoolEvents, reclaimEvents, timeEvents].flatMap(
        (group) => Object.keys(group),
      ),
    )
    const never = Object.keys(kernelEvents).filter((name) => !heard.has(name))
    expect(never.filter((name) => !elsewhere.has(name)).sort()).toEqual(silent.sort())
  })

  test('a mask that is wrong stops the story and says so', () => {
    const events: KernelEvent[] = []
    watchEvents(kernel, (event) => events.push(event))
    expect(() => kernel.kmalloc(131072, GFP_KERNEL | __GFP_ZERO)).toThrow(KernelBug)
    expect(events.map((event) => tell(event).text)).toContain('the mask is wrong')
    expect(events.map((event) => tell(event).text)).toContain('the kernel stops here')
  })
})
