/**
 * A learner's own plan of a new slab: where the notes and the objects begin, and how the objects are linked. It is checked
 * before memory is written. Linux: mm/slab.c cache_grow(), alloc_slabmgmt(), cache_init_objs().
 */
import * as layout from '../layout.ts'
import { PAGE_SIZE, type PhysicalAddress } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { BUG, BUG_ON } from '../panic.ts'
import { CFLGS_OFF_SLAB } from './slab_flags.ts'

/** A cache that is about to grow. */
export interface GrowingCache {
  /** Objects of a slab, and bytes of each. */
  readonly num: number
  readonly objsize: number
  /** Bytes of notes, and whether they are kept elsewhere. */
  readonly slab_size: number
  readonly offSlab: boolean
  /** Colours, bytes from one to the next, and the one whose turn it is. */
  readonly colour: number
  readonly colour_off: number
  readonly colour_next: number
}

/** How a new slab is laid out. */
export interface NewSlab {
  /** Bytes from the start of its pages to the notes; null where they are kept elsewhere. */
  readonly notes: number | null
  /** Bytes from the start of its pages to object 0. */
  readonly colouroff: number
  /** The first free object, and for each object which free one comes after it: 0xffff after the last. */
  readonly free: number
  readonly bufctl: readonly number[]
  /** The colour of the next slab. */
  readonly colour_next: number
}

export type LayOutSlab = (cache: GrowingCache) => NewSlab

/** The learner's plan for the next slab of a cache; a BUG if no slab can be made so. */
export function planSlab(machine: Machine, cache: PhysicalAddress, layOut: LayOutSlab): NewSlab {
  const { words } = machine
  const fields = cache >> 2
  const growing: GrowingCache = {
    num: words[fields + layout.CACHE_NUM]!,
    objsize: words[fields + layout.CACHE_OBJSIZE]!,
    slab_size: words[fields + layout.CACHE_SLAB_SIZE]!,
    offSlab: (words[fields + layout.CACHE_FLAGS]! & CFLGS_OFF_SLAB) !== 0,
    colour: words[fields + layout.CACHE_COLOUR]!,
    colour_off: words[fields + layout.CACHE_COLOUR_OFF]!,
    colour_next: words[fields + layout.CACHE_COLOUR_NEXT]!,
  }
  const plan = layOut(growing)
  checkPlaces(growing, plan, PAGE_SIZE << words[fields + layout.CACHE_GFPORDER]!)
  checkChain(growing.num, plan)
  const last = Math.max(0, growing.colour - 1)
  BUG_ON(!isIndex(plan.colour_next, last + 1), `layOutSlab: colour ${plan.colour_next} of ${last}`)
  return plan
}

function checkPlaces(
  { num, objsize, slab_size, offSlab }: GrowingCache,
  { notes, colouroff }: NewSlab,
  bytes: number,
): void {
  const end = colouroff + num * objsize
  BUG_ON(!isPlace(colouroff), `layOutSlab: objects at byte ${colouroff}`)
  BUG_ON(end > bytes, `layOutSlab: objects up to byte ${end}, in a slab of ${bytes}`)
  BUG_ON((notes === null) !== offSlab, 'layOutSlab: the notes are not where the cache keeps them')
  if (notes === null) return
  BUG_ON(!isPlace(notes), `layOutSlab: notes at byte ${notes}`)
  const apart = notes + slab_size <= colouroff || (notes >= end && notes + slab_size <= bytes)
  BUG_ON(!apart, 'layOutSlab: notes and objects lie upon each other')
}

/** Bytes from the start of the pages, where a word may stand. */
function isPlace(bytes: number): boolean {
  return isIndex(bytes, Infinity) && bytes % layout.BYTES_PER_WORD === 0
}

function isIndex(value: number, end: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < end
}

/** Each object must be in the chain once, and then it must end. */
function checkChain(num: number, { free, bufctl }: NewSlab): void {
  BUG_ON(bufctl.length !== num, `layOutSlab: ${bufctl.length} links for ${num} objects`)
  const met = new Set<number>()
  let object = free
  while (object !== layout.BUFCTL_END) {
    BUG_ON(met.has(object), `layOutSlab: the chain comes to object ${object} twice`)
    met.add(object)
    object = bufctl[object] ?? BUG(`layOutSlab: there is no object ${object}`)
  }
  BUG_ON(met.size !== num, `layOutSlab: ${met.size} objects in the chain, of ${num}`)
}
