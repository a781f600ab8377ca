/**
 * A cache in a few lines, as small as it must be to be taken at every step of an allocation: its array, and of each
 * list the slabs at both ends. Two of them, one after the other, say what changed.
 */
import {
  type ArrayView,
  type Kernel,
  KernelBug,
  KernelHang,
  type kmem_cache,
  arrayOf,
  arraysOf,
  locate,
  NULL,
  PAGE_OFFSET,
  type SlabView as KernelSlab,
  slabAt,
} from '#kernel/index.ts'
import * as layout from '#kernel/layout.ts'
import { listEntries } from '#kernel/list.ts'
import { objectsInArrays, roomySharedArray } from './cpu-arrays.ts'
import type { ObjectState, SlabView } from './slabs.ts'
import { changed, type StateChange } from './state-change.ts'

export interface SlabListState {
  readonly name: 'partial' | 'full' | 'free'
  /** Slabs in the list; of a long list only the first and the last ones are in `slabs`. */
  readonly total: number
  readonly slabs: readonly SlabView[]
}

interface ArrayState {
  /** `array` when there is only one, else `CPU 1 array` or `shared array`. */
  readonly name: string
  readonly avail: number
  readonly touched: boolean
}

export interface CacheStateView {
  readonly kind: 'cache state'
  readonly cache: string
  readonly objsize: number
  readonly num: number
  /** Pages of a slab. */
  readonly pages: number
  readonly array: {
    readonly avail: number
    readonly limit: number
    readonly batchcount: number
    readonly touched: boolean
    /** The object on top, which the next allocation takes. */
    readonly next: { readonly slab: number; readonly object: number } | null
  }
  /** What lies in the arrays, by processor, and in the shared one last: one is the array above. */
  readonly arrays: readonly ArrayState[]
  readonly lists: readonly SlabListState[]
  /** Against an earlier state; empty for a state that stands alone. */
  readonly changes: readonly StateChange[]
}

/** Of a longer list this many slabs are taken from the front and as many from the back: there the allocator works. */
const atEachEnd = 3

const heads = {
  partial: layout.CACHE_PARTIAL_BYTE,
  full: layout.CACHE_FULL_BYTE,
  free: layout.CACHE_FREE_BYTE,
} as const

/**
 * Null where there is nothing to see: in the middle of creating a cache, as long as it has no array yet, and when its
 * lists lead astray, because an object was given back twice or its memory was overwritten.
 */
export function viewCacheStateIfSound(kernel: Kernel, cache: kmem_cache): CacheStateView | null {
  if (cache.array === NULL) return null
  try {
    return viewCacheState(kernel, cache)
  } catch (error) {
    if (error instanceof KernelBug || error instanceof KernelHang) return null
    throw error
  }
}

/**
 * May be taken in the middle of an allocation: a slab that is on no list just then is not in the picture. Only of a
 * cache that is complete.
 */
export function viewCacheState(kernel: Kernel, cache: kmem_cache): CacheStateView {
  const { avail, limit, batchcount, touched, entries } = arrayOf(kernel, cache)
  const top = entries.at(-1)
  const place = top === undefined ? null : locate(kernel, top)
  const inArray = objectsInArrays(kernel, cache)
  return {
    kind: 'cache state',
    cache: cache.name,
    objsize: cache.objsize,
    num: cache.num,
    pages: 2 ** cache.gfporder,
    array: {
      avail,
      limit,
      batchcount,
      touched: touched !== 0,
      next: place && { slab: place.slab, object: place.object },
    },
    arrays: viewArrays(kernel, cache),
    lists: (['partial', 'full', 'free'] as const).map((name) =>
      viewList(kernel, cache, name, inArray),
    ),
    changes: [],
  }
}

function viewArrays(kernel: Kernel, cache: kmem_cache): ArrayState[] {
  const own = arraysOf(kernel, cache)
  const shared = roomySharedArray(kernel, cache)
  const state = (name: string, { avail, touched }: ArrayView): ArrayState => {
    return { name, avail, touched: touched !== 0 }
  }
  return [
    ...own.map((array, cpu) => state(own.length === 1 ? 'array' : `CPU ${cpu} array`, array)),
    ...(shared === null ? [] : [state('shared array', shared)]),
  ]
}

function viewList(
  kernel: Kernel,
  cache: kmem_cache,
  name: SlabListState['name'],
  inArray: ReadonlySet<number>,
): SlabListState {
  const { words } = kernel.machine
  const all = listEntries(words, cache.descriptor + heads[name])
  const ends =
    all.length <= 2 * atEachEnd ? all : [...all.slice(0, atEachEnd), ...all.slice(-atEachEnd)]
  const slabs = ends.flatMap((descriptor) => {
    const first = words[(descriptor >> 2) + layout.SLAB_S_MEM] ?? 0
    const found = first >>> 0 >= PAGE_OFFSET ? slabAt(kernel, first >>> 0) : null
    return found ? [viewSlab(cache, found.slab, inArray)] : []
  })
  return { name, total: all.length, slabs }
}

function viewSlab(
  cache: kmem_cache,
  { number, s_mem, inuse, free }: KernelSlab,
  inArray: ReadonlySet<number>,
): SlabView {
  const inSlab = new Set(free)
  const stateOf = (index: number): ObjectState => {
    if (inSlab.has(index)) return 'in slab'
    return inArray.has(s_mem + index * cache.objsize) ? 'in array' : 'in use'
  }
  const objects = Array.from({ length: cache.num }, (_, index) => stateOf(index))
  return { number, s_mem, inuse, free: free[0] ?? null, objects }
}

/** The later state, with what became different since the earlier one of the same cache. */
export function withCacheChanges(before: CacheStateView, after: CacheStateView): CacheStateView {
  const changes = [
    ...after.arrays.flatMap((array) => arrayChanges(before, array)),
    ...listChanges(before, after),
    ...slabChanges(before, after),
  ]
  return { ...after, changes }
}

function arrayChanges(before: CacheStateView, is: ArrayState): StateChange[] {
  const was = before.arrays.find(({ name }) => name === is.name)
  if (!was) return []
  const touched = is.name === 'array' ? 'touched' : `${is.name} touched`
  return [
    ...changed(is.name, was.avail, is.avail),
    ...changed(touched, was.touched ? 'yes' : 'no', is.touched ? 'yes' : 'no'),
  ]
}

/** Slabs that came, went or moved. What is not in one of the pictures is not known, and left out. */
function listChanges(before: CacheStateView, after: CacheStateView): StateChange[] {
  const [was, is] = [placesOf(before), placesOf(after)]
  const seenAll = (state: CacheStateView) =>
    state.lists.every(({ total, slabs }) => total === slabs.length)
  const numbers = [...new Set([...was.keys(), ...is.keys()])].sort((one, other) => one - other)
  return numbers.flatMap((number) => {
    const [from, to] = [was.get(number)?.list, is.get(number)?.list]
    if (from === undefined && !seenAll(before)) return []
    if (to === undefined && !seenAll(after)) return []
    return changed(`slab ${number}`, placeName(from, 'not there'), placeName(to, 'gone'))
  })
}

function placeName(list: string | undefined, otherwise: string): string {
  return list === undefined ? otherwise : `${list} list`
}

function placesOf({ lists }: CacheStateView): Map<number, { list: string; slab: SlabView }> {
  const places = new Map<number, { list: string; slab: SlabView }>()
  for (const { name, slabs } of lists) {
    for (const slab of slabs) places.set(slab.number, { list: name, slab })
  }
  return places
}

function slabChanges(before: CacheStateView, after: CacheStateView): StateChange[] {
  const was = placesOf(before)
  return [...placesOf(after)].flatMap(([number, { slab }]) => {
    const earlier = was.get(number)?.slab
    if (!earlier) return []
    return [
      ...changed(`slab ${number} inuse`, earlier.inuse, slab.inuse),
      ...objectChanges(earlier, slab),
    ]
  })
}

/** How the state of an object is told in words. */
const stateWords: Readonly<Record<ObjectState, string>> = {
  'in use': 'in use',
  'in array': 'in the array',
  'in slab': 'free in its slab',
}

/** Neighbours that changed alike are told together. */
function objectChanges(before: SlabView, after: SlabView): StateChange[] {
  const runs: { first: number; last: number; was: ObjectState; is: ObjectState }[] = []
  for (const [index, is] of after.objects.entries()) {
    const was = before.objects[index]
    if (was === undefined || was === is) continue
    const run = runs.at(-1)
    if (run?.last === index - 1 && run.was === was && run.is === is) run.last = index
    else runs.push({ first: index, last: index, was, is })
  }
  return runs.flatMap(({ first, last, was, is }) => {
    const which = first === last ? `object ${first}` : `objects ${first} to ${last}`
    return changed(`slab ${after.number} ${which}`, stateWords[was], stateWords[is])
  })
}
