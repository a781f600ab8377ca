/** What a watched machine tells: calls and decisions, with the numbers that were compared. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  arrayOf,
  boot,
  GFP_ATOMIC,
  GFP_KERNEL,
  kernelEvents,
  kernelFunctions,
  NULL,
  watchEvents,
  type Kernel,
  type KernelEvent,
} from '#kernel/index.ts'
import { during } from '../during.ts'

let kernel: Kernel
beforeEach(() => {
  kernel = boot()
})

/** The functions that are entered, indented by their depth. */
function calls(events: readonly KernelEvent[]): string[] {
  return events
    .filter(({ name }) => name === 'enter')
    .map((event) => `${'  '.repeat(event.depth)}${event.function}`)
}

describe('the calls of an allocation', () => {
  test('a hit stays in the array', () => {
    const address = kernel.kmalloc(100, GFP_KERNEL)
    kernel.kfree(address)
    const events = during(kernel, () => kernel.kmalloc(100, GFP_KERNEL))
    expect(calls(events)).toEqual(['__kmalloc', '  __cache_alloc'])
    expect(events.map(({ name }) => name)).toEqual([
      'enter',
      'size-class',
      'enter',
      'array-hit',
      'leave',
      'leave',
    ])
    expect(events[1]?.values).toEqual({
      bytes_req: 100,
      smaller: 64,
      cs_size: 128,
      bytes_alloc: 128,
    })
    expect(events.at(-1)).toMatchObject({ function: '__kmalloc', values: { result: address } })
  })

  test('an empty cache of large objects goes down to the buddy lists', () => {
    const events = during(kernel, () => kernel.kmalloc(131072, GFP_KERNEL))
    expect(calls(events)).toEqual([
      '__kmalloc',
      '  __cache_alloc',
      '    cache_alloc_refill',
      '      cache_grow',
      '        kmem_getpages',
      '          __alloc_pages',
      '            buffered_rmqueue',
      '              __rmqueue',
      '        alloc_slabmgmt',
      '          __cache_alloc',
      '            cache_alloc_refill',
      '        cache_init_objs',
    ])
    expect(events.find(({ name }) => name === 'zone-watermark')?.values).toMatchObject({
      zone: 1,
      order: 5,
      mark: 600,
      min: 600,
      reserve: 0,
      ok: 1,
    })
  })

  test('an event carries function, file, depth and cache', () => {
    kernel.kfree(kernel.kmalloc(100, GFP_KERNEL))
    const [event] = during(kernel, () => kernel.kmalloc(100, GFP_KERNEL)).filter(
      ({ name }) => name === 'array-hit',
    )
    expect(event).toMatchObject({ function: '__cache_alloc', file: 'mm/slab.c', depth: 1 })
    expect(event?.cache?.name).toBe('size-128')
  })

  test('each call is left in the end, innermost first', () => {
    const open: string[] = []
    watchEvents(kernel, (event) => {
      if (event.name === 'enter') open.push(event.function)
      if (event.name === 'leave') expect(open.pop()).toBe(event.function)
    })
    const held = Array.from({ length: 300 }, () => kernel.kmalloc(1000, GFP_ATOMIC))
    for (const address of held) kernel.kfree(address)
    expect(open).toEqual([])
  })
})

describe('the calls of giving back', () => {
  test('an array with room takes the object', () => {
    const address = kernel.kmalloc(100, GFP_KERNEL)
    const events = during(kernel, () => kernel.kfree(address))
    expect(calls(events)).toEqual(['kfree', '  __cache_free'])
    expect(events.find(({ name }) => name === 'owner')).toMatchObject({
      values: { object: address, frame: kernel.virt_to_page(address) },
    })
  })

  test('a full array gives a batch to the slabs, and a slab too many goes down to the buddy lists', () => {
    const held = Array.from({ length: 40 }, () => kernel.kmalloc(131072, GFP_KERNEL))
    const events = during(kernel, () => {
      for (const address of held) kernel.kfree(address)
    })
    const destroyed = events.findIndex(({ name }) => name === 'slab-not-kept')
    expect(events[destroyed]?.values).toMatchObject({ free_limit: 9 })
    const after = calls(events.slice(destroyed))
    expect(after.slice(0, 4).map((line) => line.trim())).toEqual([
      'slab_destroy',
      'kmem_freepages',
      '__free_pages',
      '__free_pages_bulk',
    ])
  })

  test('a freed block merges with its buddies until one is busy', () => {
    const frame = kernel.alloc_pages(GFP_KERNEL, 3) ?? 0
    const events = during(kernel, () => kernel.__free_pages(frame, 3))
    const names = events.map(({ name }) => name)
    expect(names).toContain('block-freed')
    const last = names.findIndex((name) => name === 'buddy-busy')
    expect(last === -1 || names[last + 1] === 'block-freed').toBe(true)
    for (const { name, values } of events) {
      if (name === 'merged') expect(values['order']).toBeGreaterThanOrEqual(3)
    }
  })
})

describe('who listens', () => {
  test('sees the machine in the state of the moment', () => {
    const cache = kernel.malloc_sizes[2]!.cs_cachep
    kernel.kfree(kernel.kmalloc(100, GFP_KERNEL))
    const before = arrayOf(kernel, cache).avail
    const seen: [string, number][] = []
    watchEvents(kernel, ({ name }) => seen.push([name, arrayOf(kernel, cache).avail]))
    kernel.kmalloc(100, GFP_KERNEL)
    expect(seen).toContainEqual(['array-hit', before])
    expect(seen.at(-1)).toEqual(['leave', before - 1])
  })

  test('may be several, and each stops by itself', () => {
    const seen: string[] = []
    const stopFirst = watchEvents(kernel, () => seen.push('first'))
    const stopSecond = watchEvents(kernel, () => seen.push('second'))
    kernel.kfree(NULL)
    expect(new Set(seen)).toEqual(new Set(['first', 'second']))
    seen.length = 0
    stopFirst()
    kernel.kfree(NULL)
    expect(new Set(seen)).toEqual(new Set(['second']))
    seen.length = 0
    stopSecond()
    stopSecond()
    kernel.kfree(NULL)
    expect(seen).toEqual([])
    expect(kernel.machine.trace).toBeNull()
  })

  test('is gone after a reset', () => {
    const seen: string[] = []
    const stop = watchEvents(kernel, ({ name }) => seen.push(name))
    kernel.reset()
    kernel.kmalloc(100, GFP_KERNEL)
    expect(seen).toEqual([])
    const others = during(kernel, () => {
      stop()
      kernel.kmalloc(100, GFP_KERNEL)
    })
    expect(others).not.toEqual([])
  })

  test('begins at depth 0 again after the kernel stopped in the middle of a call', () => {
    const events = during(kernel, () => {
      expect(() => kernel.kfree(kernel.page_address(0x100))).toThrow('not slab')
      kernel.kfree(NULL)
    })
    expect(events.at(-1)).toMatchObject({ name: 'leave', function: 'kfree', depth: 0 })
  })

  test('hears the calls that a constructor makes below it', () => {
    const cache = kernel.kmem_cache_create('own', 2000, 0, 0, () => {
      kernel.kfree(kernel.kmalloc(10, GFP_KERNEL))
    })
    const events = during(kernel, () => kernel.kmem_cache_alloc(cache, GFP_KERNEL))
    const inner = events.find((event) => event.function === '__kmalloc')
    expect(inner?.depth).toBe(
      (events.find((event) => event.function === 'cache_init_objs')?.depth ?? 0) + 1,
    )
    expect(events.at(-1)).toMatchObject({ name: 'leave', depth: 0 })
  })
})

test('no name is both an event and a function, and no number has its name twice', () => {
  const names = [...Object.keys(kernelEvents), ...Object.keys(kernelFunctions), 'enter', 'leave']
  expect(new Set(names).size).toBe(names.length)
  const lists = [
    ...Object.values(kernelEvents),
    ...Object.values(kernelFunctions).map((f) => f.values),
  ]
  for (const values of lists) expect(new Set(values).size).toBe(values.length)
})
