/** The sweep of every invariant: a healthy machine has no problems, and each kind of damage is named. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  boot,
  GFP_DMA,
  GFP_KERNEL,
  profiles,
  slabsOf,
  type Kernel,
  type kmem_cache,
  type VirtualAddress,
} from '#kernel/index.ts'
import * as layout from '#kernel/layout.ts'
import { toPhysical } from '#kernel/layout.ts'
import { CACHE_CHAIN } from '#kernel/machine.ts'
import { existing } from '../../existing.ts'

let kernel: Kernel
/** Slab 0 is full, with five objects in the array; of slab 1 six are in use. */
let own: kmem_cache
let objects: VirtualAddress[]

beforeEach(() => {
  kernel = boot({ profile: 'p3-laptop' })
  own = existing(kernel.kmem_cache_create('own', 100))
  objects = Array.from({ length: 45 }, () => kernel.kmem_cache_alloc(own, GFP_KERNEL))
  kernel.kmem_cache_shrink(own)
  for (const object of objects.splice(0, 5)) kernel.kmem_cache_free(own, object)
})

/** The 32-bit field of a structure at an address. */
function field(
  address: VirtualAddress,
  index: number,
): { get: () => number; set: (value: number) => void } {
  const { words } = kernel.machine
  const at = (toPhysical(address) >> 2) + index
  return {
    get: () => words[at] ?? 0,
    set: (value) => {
      words[at] = value
    },
  }
}

function ofCache(index: number): ReturnType<typeof field> {
  return field(own.address, index)
}

function fullSlab(): VirtualAddress {
  return slabsOf(kernel, own).full[0]?.descriptor ?? 0
}

function partialSlab(): VirtualAddress {
  return slabsOf(kernel, own).partial[0]?.descriptor ?? 0
}

function pageOf(address: VirtualAddress): number {
  return kernel.virt_to_page(address)
}

describe('a healthy machine has no problems', () => {
  test.each(Object.entries(profiles))('after boot: %s', (_name, settings) => {
    expect(boot({ ...settings }).check()).toEqual([])
  })

  test('with objects in use, in the array and in slabs', () => {
    expect(kernel.check()).toEqual([])
    for (const object of objects.slice(0, 20)) kernel.kmem_cache_free(own, object)
    expect(kernel.check()).toEqual([])
  })

  test('with descriptors outside of slabs, and DMA memory', () => {
    for (const size of [512, 4096, 131072]) {
      kernel.kmalloc(size, GFP_KERNEL)
      kernel.kmalloc(size, GFP_KERNEL | GFP_DMA)
    }
    expect(kernel.check()).toEqual([])
  })

  test('the sweep changes nothing', () => {
    const before = kernel.slabinfo() + kernel.buddyinfo()
    const bytes = kernel.readBytes(own.address, 120)
    kernel.check()
    expect(kernel.slabinfo() + kernel.buddyinfo()).toBe(before)
    expect(kernel.readBytes(own.address, 120)).toEqual(bytes)
  })
})

describe('what a program does wrong', () => {
  test('an object freed twice is in the array twice', () => {
    const [object = 0] = objects
    kernel.kmem_cache_free(own, object)
    kernel.kmem_cache_free(own, object)
    expect(kernel.check().join()).toContain('own: 0x')
    expect(kernel.check().join()).toContain('in the array, and was in an array before')
  })

  test('an object freed again after it went back to its slab', () => {
    const { s_mem = 0, free = [] } = slabsOf(kernel, own).partial[0] ?? {}
    kernel.kmem_cache_free(own, s_mem + (free[0] ?? 0) * own.objsize)
    expect(kernel.check().join()).toContain('is in the array and in its slab')
  })

  test('a pointer into the middle of an object', () => {
    kernel.kmem_cache_free(own, (objects[0] ?? 0) + 4)
    expect(kernel.check().join()).toMatch(/0x\w+ in the array is no object/)
  })

  test('an object given to the wrong cache', () => {
    const other = kernel.kmem_cache_create('other', 100)
    kernel.kmem_cache_free(other, objects[0] ?? 0)
    expect(kernel.check().join()).toMatch(/other: 0x\w+ in the array is an object of own/)
  })

  test('a write before the first object, over the free list', () => {
    const { s_mem = 0 } = slabsOf(kernel, own).partial[0] ?? {}
    kernel.writeBytes(s_mem - 80, new Uint8Array(80).fill(0x11))
    expect(kernel.check().join()).toContain('own slab 1: the free list leads to object 4369 of 39')
  })

  test('a slab page given back while it is in use', () => {
    const page = pageOf(objects[0] ?? 0)
    kernel.machine.pages.flags[page] = 0
    kernel.__free_pages(page, 0)
    const problems = kernel.check().join()
    expect(problems).toContain(`own slab 0: page ${page} is not marked as the page of a slab`)
    expect(problems).toContain(`page ${page} belongs to a per-CPU list and to a slab`)
  })
})

/** Each kind of damage, and a part of the sentence that names it. */
const damages: readonly [name: string, damage: () => void, sentence: string | RegExp][] = [
  // Caches.
  [
    'no objects in a slab',
    () => ofCache(layout.CACHE_NUM).set(0),
    'own: no object fits into a slab',
  ],
  ['a gfporder of 6', () => ofCache(layout.CACHE_GFPORDER).set(6), 'own: gfporder is 6'],
  [
    'notes that are too small',
    () => ofCache(layout.CACHE_SLAB_SIZE).set(40),
    'own: slab_size is 40, but 39 links need 102',
  ],
  [
    'larger objects',
    () => ofCache(layout.CACHE_OBJSIZE).set(104),
    /own: objects, notes and colours need \d+ of 4096/,
  ],
  [
    'more colours',
    () => ofCache(layout.CACHE_COLOUR).set(9),
    /own: objects, notes and colours need \d+ of 4096/,
  ],
  [
    'a next colour that is none',
    () => ofCache(layout.CACHE_COLOUR_NEXT).set(7),
    'own: colour_next is no colour',
  ],
  [
    'a free object more',
    () => ofCache(layout.CACHE_FREE_OBJECTS).set(99),
    /own: free_objects is 99, not \d+/,
  ],
  [
    'another limit',
    () => ofCache(layout.CACHE_LIMIT).set(121),
    'own: limit is 121, but that of the array 120',
  ],
  [
    'another batchcount',
    () => ofCache(layout.CACHE_BATCHCOUNT).set(59),
    'own: batchcount is 59, but that of the array 60',
  ],
  [
    'a batchcount of 0',
    () => ofCache(layout.CACHE_BATCHCOUNT).set(0),
    'own: batchcount is 0 of 120',
  ],
  [
    'another free_limit',
    () => ofCache(layout.CACHE_FREE_LIMIT).set(1),
    'own: free_limit is 1, not 159',
  ],
  [
    'a DMA mask',
    () => ofCache(layout.CACHE_GFPFLAGS).set(1),
    'own: flags and gfpflags disagree about DMA',
  ],
  [
    'a cache for notes that are kept inside',
    () => ofCache(layout.CACHE_SLABP_CACHE).set(ofCache(layout.CACHE_NEXT_BYTE / 4).get() - 112),
    'own: flags and slabp_cache disagree',
  ],
  [
    'a cut list of caches',
    () => field(layout.toVirtual(CACHE_CHAIN), 0).set(ofCache(layout.CACHE_NEXT_BYTE / 4).get()),
    'the list of caches: the entry at 0x',
  ],
  [
    'a cache that is not in the list of caches',
    () => {
      const next = ofCache(layout.CACHE_NEXT_BYTE / 4).get()
      field(layout.toVirtual(CACHE_CHAIN), 0).set(next)
      field(next >>> 0, 1).set(layout.toVirtual(CACHE_CHAIN) | 0)
    },
    'own: not in the list of caches',
  ],
  [
    'a free descriptor',
    () => kernel.kmem_cache_free(kernel.caches().at(-1) ?? null, own.address),
    'own: its descriptor is not an object of kmem_cache in use',
  ],
  [
    'a size of kmalloc that leads to another cache',
    () => (kernel.machine.cachepBySize[4] = own.descriptor),
    'kmalloc: 128 bytes do not come from size-128',
  ],
  [
    'notes of a slab in an object that was freed',
    () => {
      kernel.kmalloc(4096, GFP_KERNEL)
      const large = kernel.malloc_sizes.find(({ cs_size }) => cs_size === 4096)?.cs_cachep
      if (large) kernel.kfree(slabsOf(kernel, large).full[0]?.descriptor ?? 0)
    },
    /size-4096: slab \d+: its descriptor is not an object of size-32 in use/,
  ],
  // Arrays.
  ['no array', () => ofCache(layout.CACHE_ARRAY).set(-4), 'own: the array is nowhere'],
  [
    'an array that is no object',
    () => ofCache(layout.CACHE_ARRAY).set(ofCache(0).get() + 4),
    'own: the array is not in an object',
  ],
  [
    'a full array',
    () => field(own.array, layout.AC_AVAIL).set(121),
    'own: the array holds 121, more than its limit 120',
  ],
  [
    'nonsense in the array',
    () => field(own.array, layout.AC_ENTRY).set(0x12345678),
    'own: 0x12345678 in the array is no object',
  ],
  [
    'no shared array',
    () => ofCache(layout.CACHE_SHARED).set(-8),
    'own: its shared array is nowhere',
  ],
  [
    'more entries in the shared array',
    () => field(own.shared, layout.AC_AVAIL).set(1),
    'own: the shared array holds 1, more than its limit 0',
  ],
  // Slabs.
  [
    'a slab list that leads astray',
    () => ofCache(layout.CACHE_FULL_BYTE / 4).set(0x10),
    'own: full list: a link leads to 0x00000010',
  ],
  [
    'a slab list that does not lead back',
    () => field(fullSlab(), 1).set(0),
    'own: full list: the entry at',
  ],
  [
    'a slab in no list',
    () => {
      const head = ofCache(layout.CACHE_FULL_BYTE / 4)
      const address = layout.toVirtual(own.descriptor + layout.CACHE_FULL_BYTE) | 0
      head.set(address)
      ofCache(layout.CACHE_FULL_BYTE / 4 + 1).set(address)
    },
    /page \d+ is marked as the page of a slab/,
  ],
  [
    'an object less in use',
    () => field(fullSlab(), layout.SLAB_INUSE).set(38),
    'own slab 0: 38 in use and 0 free of 39',
  ],
  [
    'a slab in the wrong list',
    () => field(fullSlab(), layout.SLAB_INUSE).set(0),
    'own slab 0: 0 of 39 objects in use, but it is in the full list',
  ],
  [
    'objects that are elsewhere',
    () => field(fullSlab(), layout.SLAB_S_MEM).set(0x1000),
    'does not say where its pages are',
  ],
  [
    'another colour',
    () => {
      for (const index of [layout.SLAB_COLOUROFF, layout.SLAB_S_MEM]) {
        const number = field(fullSlab(), index)
        number.set(number.get() + 4)
      }
    },
    'own slab 0: it begins 4 bytes late, which is none of',
  ],
  [
    'a loop in a free list',
    () => {
      const slab = toPhysical(partialSlab())
      const { halves } = kernel.machine.memory
      const first = halves[(slab + layout.SLAB_FREE_BYTE) >> 1] ?? 0
      halves[((slab + layout.SIZEOF_SLAB) >> 1) + first] = first
    },
    /own slab 1: the free list has a loop at object \d+/,
  ],
  // Pages.
  [
    'a page that lost its cache',
    () => (kernel.machine.pages.lru_next[pageOf(fullSlab())] = 0),
    'does not know its cache',
  ],
  [
    'a page that lost its slab',
    () => (kernel.machine.pages.lru_prev[pageOf(fullSlab())] = 0),
    'does not know its slab',
  ],
  [
    'a page that lost its mark',
    () => (kernel.machine.pages.flags[pageOf(fullSlab())] = 0),
    'is not marked as the page of a slab',
  ],
  ['a user more', () => (kernel.machine.pages._count[pageOf(fullSlab())] = 2), 'own slab 0: page'],
  [
    'a slab number of the future',
    () => (kernel.machine.pages.slabNumber[pageOf(fullSlab())] = 9),
    'own: a slab has a number of the future',
  ],
  [
    'two slabs of one number',
    () => (kernel.machine.pages.slabNumber[pageOf(fullSlab())] = 1),
    'own: two slabs have the same number',
  ],
]

test.each(damages)('damage is named: %s', (_name, damage, sentence) => {
  damage()
  expect(kernel.check().join('\n')).toMatch(sentence)
})
