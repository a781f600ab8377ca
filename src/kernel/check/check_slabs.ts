/**
 * The sweep of the slabs: lists that hold together in both directions, free lists that are complete, counts that are
 * right, and pages that know whose they are.
 */
import { hex } from '#lib/hex.ts'
import * as layout from '../layout.ts'
import { PAGE_SHIFT, PAGE_SIZE, POINTER_BASE, toVirtual } from '../layout.ts'
import type { PageFrame, PhysicalAddress, VirtualAddress } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { PG_private, PG_reserved, PG_slab } from '../page/page_flags.ts'
import type { kmem_cache } from '../slab/cache.ts'
import { CFLGS_OFF_SLAB } from '../slab/slab_flags.ts'

/** Takes a sentence that says what is wrong. */
export type Report = (problem: string) => void

/** A slab that was found in a list of its cache, as far as it can be believed. */
export interface FoundSlab {
  readonly number: number
  readonly descriptor: PhysicalAddress
  readonly frame: PageFrame
  /** Physical address of the first object. */
  readonly s_mem: PhysicalAddress
  readonly colouroff: number
  readonly inuse: number
  /** Indexes of the objects in its free list. */
  readonly free: ReadonlySet<number>
}

export type FoundSlabs = Map<kmem_cache, FoundSlab[]>

/** An object that stands at an address, and whether its slab has given it out. */
export interface FoundObject {
  readonly cache: kmem_cache
  readonly slab: FoundSlab
  readonly index: number
  readonly isOut: boolean
}

const LISTS = [
  ['partial', layout.CACHE_PARTIAL_BYTE],
  ['full', layout.CACHE_FULL_BYTE],
  ['free', layout.CACHE_FREE_BYTE],
] as const

/** Every slab of a cache that can be reached, after telling what is wrong with it. */
export function sweepSlabs(machine: Machine, cache: kmem_cache, report: Report): FoundSlab[] {
  const slabs: FoundSlab[] = []
  const seen = new Set<PhysicalAddress>()
  for (const [list, offset] of LISTS) {
    const where = `${cache.name}: ${list} list`
    for (const descriptor of walkList(machine, cache.descriptor + offset, where, report)) {
      if (seen.has(descriptor)) {
        report(`${where}: the slab at ${hex(toVirtual(descriptor))} is in a list already`)
        continue
      }
      seen.add(descriptor)
      const slab = readSlab(machine, cache, descriptor, report)
      if (slab === null) continue
      slabs.push(slab)
      slabProblems(machine, cache, slab, report)
      listProblems(cache, slab, list, report)
    }
  }
  return slabs
}

/** The entries of a list whose links agree; at the first ones that do not, the walk ends with a problem. */
export function walkList(
  { words }: Machine,
  head: PhysicalAddress,
  where: string,
  report: Report,
): PhysicalAddress[] {
  const entries: PhysicalAddress[] = []
  const known = new Set([head])
  let at = head
  for (;;) {
    const next = words[at >> 2]! + POINTER_BASE
    if ((next & 3) !== 0 || next >>> 2 >= words.length) {
      report(`${where}: a link leads to ${hex(toVirtual(next))}, where no list can be`)
      return entries
    }
    if (words[(next >> 2) + 1]! + POINTER_BASE !== at) {
      report(`${where}: the entry at ${hex(toVirtual(next))} does not point back`)
      return entries
    }
    if (next === head) return entries
    if (known.has(next)) {
      report(`${where}: the entry at ${hex(toVirtual(next))} comes twice`)
      return entries
    }
    known.add(next)
    entries.push(next)
    at = next
  }
}

/** What a slab's descriptor says; null when its objects cannot be where it says they are. */
function readSlab(
  machine: Machine,
  cache: kmem_cache,
  descriptor: PhysicalAddress,
  report: Report,
): FoundSlab | null {
  const { words, pages } = machine
  const fields = descriptor >> 2
  const s_mem = words[fields + layout.SLAB_S_MEM]! + POINTER_BASE
  const colouroff = words[fields + layout.SLAB_COLOUROFF]!
  const start = s_mem - colouroff
  const end = start + (PAGE_SIZE << cache.gfporder)
  if (start < 0 || start % PAGE_SIZE !== 0 || end > machine.lowPages * PAGE_SIZE) {
    report(
      `${cache.name}: the slab at ${hex(toVirtual(descriptor))} does not say where its pages are`,
    )
    return null
  }
  const frame = start >>> PAGE_SHIFT
  const number = pages.slabNumber[frame]!
  const name = `${cache.name} slab ${number}`
  const free = walkChain(machine, cache, descriptor, name, report)
  return {
    number,
    descriptor,
    frame,
    s_mem,
    colouroff,
    inuse: words[fields + layout.SLAB_INUSE]!,
    free,
  }
}

/** The free list of a slab, which must end, and name each object once. */
function walkChain(
  { memory }: Machine,
  cache: kmem_cache,
  descriptor: PhysicalAddress,
  name: string,
  report: Report,
): Set<number> {
  const { halves } = memory
  const bufctl = (descriptor + layout.SIZEOF_SLAB) >> 1
  const free = new Set<number>()
  let index = halves[(descriptor + layout.SLAB_FREE_BYTE) >> 1]!
  while (index !== layout.BUFCTL_END) {
    if (index >= cache.num) {
      report(`${name}: the free list leads to object ${index} of ${cache.num}`)
      return free
    }
    if (free.has(index)) {
      report(`${name}: the free list has a loop at object ${index}`)
      return free
    }
    free.add(index)
    index = halves[bufctl + index]!
  }
  return free
}

function listProblems(
  { name, num }: kmem_cache,
  { number, inuse }: FoundSlab,
  list: 'partial' | 'full' | 'free',
  report: Report,
): void {
  const right = inuse === 0 ? 'free' : inuse === num ? 'full' : 'partial'
  if (list === right) return
  report(`${name} slab ${number}: ${inuse} of ${num} objects in use, but it is in the ${list} list`)
}

function slabProblems(machine: Machine, cache: kmem_cache, slab: FoundSlab, report: Report): void {
  const { num, objsize, gfporder, slab_size, colour, colour_off } = cache
  const { inuse, free, colouroff, frame, descriptor } = slab
  const name = `${cache.name} slab ${slab.number}`
  if (inuse + free.size !== num) report(`${name}: ${inuse} in use and ${free.size} free of ${num}`)
  if (colouroff + num * objsize > PAGE_SIZE << gfporder) {
    report(`${name}: objects beyond the last page`)
  }
  const onSlab = (cache.flags & CFLGS_OFF_SLAB) === 0
  const offset = onSlab ? colouroff - slab_size : colouroff
  const colours = Math.max(1, colour)
  if (offset % colour_off !== 0 || offset < 0 || offset / colour_off >= colours) {
    report(`${name}: it begins ${offset} bytes late, which is none of ${colours} colours`)
  }
  if (onSlab && descriptor !== (frame << PAGE_SHIFT) + offset) {
    report(`${name}: its descriptor is not at the start of its pages`)
  }
  pageProblems(machine, cache, slab, report)
}

/** Each page of a slab points at its cache and slab, and is nobody else's. */
function pageProblems(
  { pages }: Machine,
  cache: kmem_cache,
  { frame, descriptor, number }: FoundSlab,
  report: Report,
): void {
  const name = `${cache.name} slab ${number}`
  const zone = pages.zone[frame]
  for (let page = frame; page < frame + (1 << cache.gfporder); page++) {
    const flags = pages.flags[page]!
    if ((flags & PG_slab) === 0 || (flags & (PG_private | PG_reserved)) !== 0) {
      report(`${name}: page ${page} is not marked as the page of a slab`)
    }
    if (pages.lru_next[page] !== cache.descriptor)
      report(`${name}: page ${page} does not know its cache`)
    if (pages.lru_prev[page] !== descriptor) report(`${name}: page ${page} does not know its slab`)
    if (pages.zone[page] !== zone) report(`${name}: page ${page} is in another zone`)
  }
  if (pages._count[frame] !== 1) report(`${name}: page ${frame} has ${pages._count[frame]} users`)
}

/** The object that begins at a virtual address; null when none does. */
export function findObject(
  { pages, caches }: Machine,
  found: FoundSlabs,
  address: VirtualAddress,
): FoundObject | null {
  const physical = layout.toPhysical(address)
  const frame = physical >>> PAGE_SHIFT
  if (((pages.flags[frame] ?? 0) & PG_slab) === 0) return null
  const cache = caches.get(pages.lru_next[frame]!)
  if (cache === undefined) return null
  const descriptor = pages.lru_prev[frame]
  const slab = found.get(cache)?.find((candidate) => candidate.descriptor === descriptor)
  if (slab === undefined) return null
  const index = (physical - slab.s_mem) / cache.objsize
  if (!Number.isInteger(index) || index < 0 || index >= cache.num) return null
  return { cache, slab, index, isOut: !slab.free.has(index) }
}
