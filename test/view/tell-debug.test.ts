/** What the call story says of slab debugging: every event, in calls that are right and in calls that are not. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  boot,
  BUFCTL_END,
  GFP_KERNEL,
  SLAB_DEBUG_INITIAL,
  watchEvents,
  type Kernel,
  type VirtualAddress,
} from '#kernel/index.ts'
import { debugEvents } from '#kernel/trace/debug_events.ts'
import { storyOf, tell } from '#view/story.ts'

let kernel: Kernel
beforeEach(() => {
  kernel = boot({ profile: 'debug', megabytes: 64 })
})

/** The sentences about slab debugging in a call; addresses are written as `@`. */
function told(call: () => unknown): string[] {
  const names = Object.keys(debugEvents)
  return storyOf(kernel, call)
    .steps.filter(({ name }) => names.includes(name))
    .map(({ text, reason }) => (reason === null ? text : `${text}: ${reason}`))
    .map((line) => line.replaceAll(/0xc[0-9a-f]{7}/g, '@'))
}

function taken(size: number): VirtualAddress {
  return kernel.kmalloc(size, GFP_KERNEL)
}

describe('a call that is right', () => {
  test('kmalloc', () => {
    kernel.kfree(taken(100))
    expect(told(() => taken(100))).toEqual([
      'the poison is whole: all 128 bytes',
      'fills the object at @ with 0x5a: 128 bytes, the last one 0xa5',
      'notes who calls: the code at @',
      'both red words are right: 0x5a2cf071 and 0x5a2cf071, expected 0x5a2cf071',
      'the red words say: in use: 0x170fc2a5',
    ])
  })

  test('kfree', () => {
    const object = taken(100)
    const frame = kernel.virt_to_page(object)
    expect(told(() => kernel.kfree(object))).toEqual([
      `the pointer leads into a slab: frame ${frame} of 16384`,
      `the pointer leads into a slab: frame ${frame} of 16384`,
      'the object is of this cache: its page says @',
      'both red words are right: 0x170fc2a5 and 0x170fc2a5, expected 0x170fc2a5',
      'the red words say: not in use: 0x5a2cf071',
      'notes who calls: the code at @',
      expect.stringMatching(/^an object begins there: object \d+ of 28$/),
      'fills the object at @ with 0x6b: 128 bytes, the last one 0xa5',
    ])
  })

  test('kmem_cache_create', () => {
    expect(told(() => kernel.kmem_cache_create('own', 100))).toEqual(
      expect.arrayContaining([
        'slab debugging adds SLAB_RED_ZONE | SLAB_POISON | SLAB_STORE_USER: objects of 100 bytes',
        'each object gets 3 words more, and stands at whole words: 100 + 12 bytes, aligned to 4, where it would be 4',
      ]),
    )
    expect(told(() => kernel.kmem_cache_create('own-large', 4096))).toContain(
      'slab debugging adds SLAB_POISON: objects of 4096 bytes',
    )
  })

  test('a new slab, and one that is destroyed', () => {
    const cache = kernel.kmem_cache_create('own', 1000)
    let object = 0
    expect(told(() => (object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)))).toEqual(
      expect.arrayContaining([
        'prepares 4 objects: poison and red words',
        'the free list of slab 0 is whole: 4 + 0 = 4',
      ]),
    )
    kernel.kmem_cache_free(cache, object)
    expect(told(() => kernel.kmem_cache_shrink(cache))).toEqual(
      expect.arrayContaining([
        'object 0 was out of its slab: its link is 0xfffe',
        'looks at 4 objects once more: poison and red words',
      ]),
    )
  })

  test('constructors and destructors', () => {
    const nothing = (): void => undefined
    const cache = kernel.kmem_cache_create('own', 100, 0, SLAB_DEBUG_INITIAL, nothing, nothing)
    let object = 0
    expect(told(() => (object = kernel.kmem_cache_alloc(cache, GFP_KERNEL))).at(-1)).toBe(
      'runs the constructor now: the poison was all that the object held',
    )
    expect(told(() => kernel.kmem_cache_free(cache, object))).toEqual(
      expect.arrayContaining([
        'runs the constructor as a check: SLAB_DEBUG_INITIAL',
        'runs the destructor now: poison comes over the object next',
      ]),
    )
  })
})

describe('a call that is wrong', () => {
  test('freed twice', () => {
    const object = taken(100)
    kernel.kfree(object)
    expect(told(() => kernel.kfree(object))).toContain(
      'a red word is wrong: 0x5a2cf071 and 0x5a2cf071, expected 0x170fc2a5',
    )
  })

  test('written to while it was free', () => {
    const object = taken(100)
    kernel.kfree(object)
    kernel.write8(object + 9, 0)
    expect(told(() => taken(100))[0]).toBe(
      'somebody wrote to the object while it was free: byte 9 of 128',
    )
  })

  test('a pointer into the middle, and one into no slab', () => {
    const object = taken(100)
    expect(told(() => kernel.kfree(object + 8)).at(-1)).toMatch(
      /^no object begins there: 8 bytes behind the start of object \d+$/,
    )
    const pages = kernel.__get_free_pages(GFP_KERNEL, 0)
    expect(told(() => kernel.kfree(pages))[0]).toMatch(
      /^the pointer leads into no slab: frame \d+ of 16384$/,
    )
  })

  test('the wrong cache', () => {
    const [own, other] = [
      kernel.kmem_cache_create('own', 100),
      kernel.kmem_cache_create('other', 2000),
    ]
    kernel.kmem_cache_alloc(own, GFP_KERNEL)
    const object = kernel.kmem_cache_alloc(own, GFP_KERNEL)
    expect(told(() => kernel.kmem_cache_free(other, object))).toEqual(
      expect.arrayContaining(['the object is of another cache: its page says @, not @']),
    )
  })

  test('freed twice, when both get back to the slab', () => {
    const cache = kernel.kmem_cache_create('own', 1000)
    const [, object] = [0, 0].map(() => kernel.kmem_cache_alloc(cache, GFP_KERNEL))
    kernel.kmem_cache_free(cache, object ?? 0)
    kernel.kmem_cache_free(cache, object ?? 0)
    expect(told(() => kernel.kmem_cache_shrink(cache))).toContain(
      'object 2 is in its slab already: its link is 0x0001, not 0xfffe',
    )
  })

  test('a free list that leads astray, and one with too few objects', () => {
    const [astray, short] = ['astray', 'short'].map((name) => kernel.kmem_cache_create(name, 1000))
    for (const cache of [astray, short]) {
      if (cache === undefined || cache === null) throw new Error('no cache')
      kernel.slabinfo_write(`${cache.name} 1 1 0`)
      const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
      const page = object - (object % 4096)
      kernel.write16(page + 24 + 2 * 1, cache === astray ? 40 : BUFCTL_END)
    }
    expect(told(() => kernel.kmem_cache_alloc(astray ?? null, GFP_KERNEL))).toContain(
      'the free list of slab 0 leads astray: after 1 of 4',
    )
    expect(told(() => kernel.kmem_cache_alloc(short ?? null, GFP_KERNEL))).toContain(
      'the free list of slab 0 is wrong: 1 + 1, not 4',
    )
  })

  test('every event has its sentence, with neither blank nor nonsense in it', () => {
    const heard = new Set<string>()
    watchEvents(kernel, (event) => {
      heard.add(event.name)
      const { text, reason } = tell(event)
      expect(`${text} ${reason ?? ''}`).not.toMatch(/undefined|NaN|null|\$\{| {2}\S/)
      expect(text).not.toMatch(/[.!]$/)
    })
    const nothing = (): void => undefined
    const cache = kernel.kmem_cache_create('own', 100, 0, 0, nothing, nothing)
    kernel.kmem_cache_free(cache, kernel.kmem_cache_alloc(cache, GFP_KERNEL))
    kernel.kmem_cache_destroy(cache)
    kernel.kfree(taken(100))
    expect(Object.keys(debugEvents).filter((name) => !heard.has(name))).toEqual([])
  })
})
