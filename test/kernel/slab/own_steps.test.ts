/** The steps of an allocation that a learner's functions may stand in for: array, refill, new slab. */
import { describe, expect, it } from 'vitest'
import { createRandom } from '#lib/prng.ts'
import {
  arraysOf,
  boot,
  GFP_KERNEL,
  locate,
  NULL,
  slabsOf,
  type ArrayCache,
  type GrowingCache,
  type Kernel,
  type NewSlab,
  type Overrides,
  type RefillState,
  type Take,
} from '#kernel/index.ts'

function popArray(array: ArrayCache): number {
  if (array.avail === 0) return NULL
  array.touched = 1
  array.avail--
  return array.entry[array.avail] ?? NULL
}

function pushArray(array: ArrayCache, object: number): boolean {
  if (array.avail === array.limit) return false
  array.entry[array.avail] = object
  array.avail++
  return true
}

function refill({ batchcount, touched, shared, partial, free }: RefillState): Take[] {
  let left = touched === 0 ? Math.min(16, batchcount) : batchcount
  if (shared > 0) return [{ slab: 'shared', count: Math.min(left, shared) }]
  const takes: Take[] = []
  for (const slab of [...partial, ...free]) {
    const count = Math.min(left, slab.free)
    if (count > 0) takes.push({ slab: slab.slab, count })
    left -= count
  }
  return takes
}

function layOutSlab(cache: GrowingCache): NewSlab {
  const start = cache.colour_next * cache.colour_off
  const following = cache.colour_next + 1
  return {
    notes: cache.offSlab ? null : start,
    colouroff: cache.offSlab ? start : start + cache.slab_size,
    free: 0,
    bufctl: Array.from({ length: cache.num }, (_, i) => (i + 1 < cache.num ? i + 1 : 0xffff)),
    colour_next: following >= cache.colour ? 0 : following,
  }
}

/** Many caches, many objects, an array that overflows, a reaper now and then. */
function play(kernel: Kernel): void {
  const random = createRandom(4)
  const held: number[] = []
  const own = kernel.kmem_cache_create('own', 300, 0)
  if (own === null) throw new Error('no cache')
  for (let step = 0; step < 4000; step++) {
    const kind = random.integer(0, 999)
    if (kind < 2) kernel.cache_reap()
    else if (kind < 4) for (const object of held.splice(0)) kernel.kfree(object)
    else if (kind < 600) held.push(kernel.kmalloc(1 << random.integer(5, 12), GFP_KERNEL))
    else if (kind < 700) held.push(kernel.kmem_cache_alloc(own, GFP_KERNEL))
    else kernel.kfree(held.splice(random.integer(0, held.length), 1)[0] ?? NULL)
    if (step % 1000 === 999)
      kernel.onCpu(kernel.machine.cpus.length - 1, () => kernel.kfree(held.pop() ?? 0))
  }
}

function stateOf(kernel: Kernel): unknown {
  return kernel
    .caches()
    .map((cache) => [cache.name, arraysOf(kernel, cache), slabsOf(kernel, cache)])
}

const steps: [string, Overrides][] = [
  ['the array', { popArray, pushArray }],
  ['the refill', { refill }],
  ['the new slab', { layOutSlab }],
  ['all of them', { popArray, pushArray, refill, layOutSlab }],
]

describe('own steps of an allocation', () => {
  it.each(steps)('%s: what is right leaves the machine as it would be without', (_, overrides) => {
    for (const options of [{}, { cpus: 2 }, { cpuLine: 32, kernelLine: 32 }] as const) {
      const ours = boot({ ...options, overrides })
      const plain = boot(options)
      play(ours)
      play(plain)
      expect(stateOf(ours)).toEqual(stateOf(plain))
      expect(ours.check()).toEqual(plain.check())
    }
  })

  it('takes the machine off the shortest way, where nothing is asked', () => {
    expect(boot({ overrides: { popArray } }).machine.plain).toBe(false)
    expect(boot({ overrides: { pushArray } }).machine.plain).toBe(false)
  })

  it('carries out what is other than in Linux, too', () => {
    const oldest = (array: ArrayCache): number => {
      const [first = NULL] = array.entry.splice(0, 1)
      array.avail--
      return first
    }
    const kernel = boot({ overrides: { popArray: oldest } })
    const cache = kernel.kmem_cache_create('ring', 100)
    expect(locate(kernel, kernel.kmem_cache_alloc(cache, GFP_KERNEL))?.object).toBe(0)
    expect(locate(kernel, kernel.kmem_cache_alloc(cache, GFP_KERNEL))?.object).toBe(1)

    const backwards = (growing: GrowingCache): NewSlab => ({
      ...layOutSlab(growing),
      free: growing.num - 1,
      bufctl: Array.from({ length: growing.num }, (_, i) => (i === 0 ? 0xffff : i - 1)),
    })
    const other = boot({ overrides: { layOutSlab: backwards } })
    const ring = other.kmem_cache_create('ring', 100)
    expect(locate(other, other.kmem_cache_alloc(ring, GFP_KERNEL))?.object).toBe(39 - 16)
  })
})

const array = (change: (array: ArrayCache) => number): Overrides => ({ popArray: change })
const takes = (...list: Take[]): Overrides => ({
  // kmem_cache has some objects left in its slab 0 when a cache is made.
  refill: (state) => (state.limit !== 120 || state.partial.length === 0 ? refill(state) : list),
})
const slab = (change: Partial<NewSlab>): Overrides => ({
  layOutSlab: (cache) => ({ ...layOutSlab(cache), ...(cache.num === 39 ? change : {}) }),
})

const wrong: [string, Overrides, string][] = [
  ['an object from nowhere', array(() => 0xc1000000), 'popArray: 0xc1000000 was not there'],
  ['an object that stays', array((ac) => ac.entry[ac.avail - 1] ?? 0), 'is there twice'],
  ['less than nothing left', array((ac) => --ac.avail - 9 && (ac.avail = -1)), 'avail is -1'],
  ['nothing, though there are', array(() => NULL), 'popArray: takes nothing'],
  ['too much for the array', takes({ slab: 0, count: 500 }), '500 objects do not fit into 120'],
  ['a slab that is not there', takes({ slab: 77, count: 1 }), 'slab 77 is on neither list'],
  ['more than a slab has', takes({ slab: 0, count: 50 }), '50 objects from slab 0, which has'],
  ['an empty refill', takes(), 'refill: takes nothing, and there are free objects'],
  ['half an object', takes({ slab: 0, count: 0.5 }), 'refill: 0.5 objects from slab 0'],
  ['notes upon objects', slab({ notes: 8 }), 'notes and objects lie upon each other'],
  ['objects beyond the end', slab({ colouroff: 4096 }), 'in a slab of 4096'],
  ['an object that is left out', slab({ free: 1 }), 'objects in the chain, of'],
  ['a chain that goes round', slab({ bufctl: Array(39).fill(0) }), 'comes to object 0 twice'],
  ['a colour that is none', slab({ colour_next: 5 }), 'colour 5'],
]

describe('a step that cannot be', () => {
  it.each(wrong)('stops the kernel: %s', (_, overrides, message) => {
    const run = (): void => {
      const kernel = boot({ overrides })
      const ring = kernel.kmem_cache_create('ring', 100)
      kernel.kmem_cache_alloc(ring, GFP_KERNEL)
    }
    expect(run).toThrow(message)
  })

  it('stops the kernel: an array that is called full and is not', () => {
    expect(() => boot({ overrides: { pushArray: () => false } })).toThrow('says that it is full')
  })
})
