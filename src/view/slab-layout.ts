/** One slab of a cache from its first byte to its last. */
import {
  CFLGS_OFF_SLAB,
  type Kernel,
  type kmem_cache,
  PAGE_SIZE,
  sizeof,
  slabsOf,
} from '#kernel/index.ts'

export interface LayoutPart {
  /** `notes` are descriptor, links and padding together, where nobody says how long each of them is. */
  readonly what: 'colour' | 'descriptor' | 'bufctl' | 'padding' | 'notes' | 'object' | 'left over'
  /** Bytes from the beginning of the slab. */
  readonly offset: number
  readonly bytes: number
  /** Index of an object, else null. */
  readonly object: number | null
}

export interface SlabLayoutView {
  readonly kind: 'slab layout'
  readonly cache: string
  readonly pages: number
  readonly bytes: number
  readonly num: number
  /** Number of the slab that is shown, or null for the first slab the cache would make. */
  readonly slab: number | null
  /** Where the descriptor is when it is not on the slab. */
  readonly offSlab: {
    readonly bytes: number
    readonly cache: string
    readonly address: number | null
  } | null
  /** Without gaps, from offset 0 to the end of the slab. */
  readonly parts: readonly LayoutPart[]
}

/** The slab is the oldest one of the cache; without any, the picture shows what the first will look like. */
export function viewSlabLayout(kernel: Kernel, cache: kmem_cache): SlabLayoutView {
  const { full, partial, free } = slabsOf(kernel, cache)
  const [slab = null] = [...full, ...partial, ...free].sort((a, b) => a.number - b.number)
  const bytes = PAGE_SIZE * 2 ** cache.gfporder
  const isOffSlab = (cache.flags & CFLGS_OFF_SLAB) !== 0
  const notes = isOffSlab ? 0 : cache.slab_size
  const colour = slab === null ? 0 : slab.colouroff - notes
  return {
    kind: 'slab layout',
    cache: cache.name,
    pages: 2 ** cache.gfporder,
    bytes,
    num: cache.num,
    slab: slab?.number ?? null,
    offSlab: isOffSlab
      ? {
          bytes: cache.slab_size,
          cache: cache.slabp_cache?.name ?? 'another cache',
          address: slab?.descriptor ?? null,
        }
      : null,
    parts: layOut(cache, colour, notes, bytes),
  }
}

function layOut(cache: kmem_cache, colour: number, notes: number, bytes: number): LayoutPart[] {
  const bufctl = sizeof.kmem_bufctl_t * cache.num
  const onSlab: PartLength[] = [
    ['descriptor', sizeof.slab],
    ['bufctl', bufctl],
    ['padding', notes - sizeof.slab - bufctl],
  ]
  return layParts(
    [['colour', colour], ...(notes > 0 ? onSlab : []), ...objectLengths(cache.num, cache.objsize)],
    bytes,
  )
}

/** A kind of part and its length in bytes; of an object its number, too. */
export type PartLength = readonly [what: LayoutPart['what'], bytes: number, object?: number]

export function objectLengths(num: number, objsize: number): PartLength[] {
  return Array.from({ length: num }, (_, object) => ['object', objsize, object] as const)
}

/** Lays parts one behind the other, empty ones left out; what is not theirs of the slab's `bytes` is left over. */
export function layParts(lengths: readonly PartLength[], bytes: number): LayoutPart[] {
  const parts: LayoutPart[] = []
  let offset = 0
  const add = ([what, length, object]: PartLength) => {
    if (length > 0) parts.push({ what, offset, bytes: length, object: object ?? null })
    offset += length
  }
  for (const length of lengths) add(length)
  add(['left over', bytes - offset])
  return parts
}
