/**
 * The sweep of a machine with slab debugging: what nobody has is full of poison and between two quiet red words, what
 * somebody has is between two others, links tell which objects are out of their slabs, and counters are true.
 */
import { hex } from '#lib/hex.ts'
import { PAGE_SHIFT, SIZEOF_SLAB, toPhysical, toVirtual } from '../layout.ts'
import type { PhysicalAddress, VirtualAddress } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { PG_slab } from '../page/page_flags.ts'
import type { kmem_cache } from '../slab/cache.ts'
import {
  BUFCTL_FREE,
  dbg_redzone1,
  dbg_redzone2,
  dbg_userword,
  hasRedWords,
  hasUserWord,
  readWord,
  RED_ACTIVE,
  RED_INACTIVE,
} from '../slab/debug_layout.ts'
import { firstWrongByte } from '../slab/debug_poison.ts'
import { statisticsOf } from '../slab/debug_stats.ts'
import { SLAB_POISON } from '../slab/slab_flags.ts'
import type { FoundSlab, Report } from './check_slabs.ts'

/** The place of an object that begins at an address for its user; the same without slab debugging. */
export function placeOfObject(machine: Machine, address: VirtualAddress): VirtualAddress {
  const frame = toPhysical(address) >>> PAGE_SHIFT
  if (((machine.pageFlags[frame] ?? 0) & PG_slab) === 0) return address
  return address - (machine.caches.get(machine.pageLruNext[frame]!)?.dbghead ?? 0)
}

/** `inArrays` has the places of all objects that lie in arrays. */
export function debugProblems(
  machine: Machine,
  cache: kmem_cache,
  slabs: readonly FoundSlab[],
  inArrays: ReadonlySet<VirtualAddress>,
  report: Report,
): void {
  for (const slab of slabs) {
    const tell = (problem: string): void => report(`${cache.name} slab ${slab.number}: ${problem}`)
    for (let index = 0; index < cache.num; index++) {
      const place = slab.s_mem + index * cache.objsize
      const isOut = !slab.free.has(index)
      if (isOut) linkProblems(machine, slab, index, tell)
      const isUsed = isOut && !inArrays.has(toVirtual(place))
      objectProblems(machine, cache, place, isUsed, (problem) =>
        tell(`object ${index}: ${problem}`),
      )
    }
  }
  counterProblems(machine, cache, slabs, (problem) => report(`${cache.name}: ${problem}`))
}

function linkProblems(machine: Machine, slab: FoundSlab, index: number, tell: Report): void {
  const link = machine.memory.halves[((slab.descriptor + SIZEOF_SLAB) >> 1) + index]
  if (link !== BUFCTL_FREE) {
    tell(`object ${index} is out, but its link is ${hex(link ?? 0, 4)}, not ${hex(BUFCTL_FREE, 4)}`)
  }
}

function objectProblems(
  machine: Machine,
  cache: kmem_cache,
  place: PhysicalAddress,
  isUsed: boolean,
  tell: Report,
): void {
  if (hasRedWords(cache)) {
    const expected = isUsed ? RED_ACTIVE : RED_INACTIVE
    const words = [
      ['before', dbg_redzone1(cache, place)],
      ['behind', dbg_redzone2(cache, place)],
    ] as const
    for (const [where, at] of words) {
      const word = readWord(machine, at)
      if (word !== expected) tell(`the red word ${where} it is ${hex(word)}, not ${hex(expected)}`)
    }
  }
  if (hasUserWord(cache)) {
    const user = readWord(machine, dbg_userword(cache, place))
    if (user !== 0 && machine.callers.nameOf(user) === null) {
      tell(`its last user is ${hex(user)}, where no code is`)
    }
  }
  if (isUsed || (cache.flags & SLAB_POISON) === 0) return
  const wrong = firstWrongByte(machine, cache, place)
  if (wrong >= 0) tell(`its poison is damaged at byte ${wrong}`)
}

function counterProblems(
  machine: Machine,
  cache: kmem_cache,
  slabs: readonly FoundSlab[],
  tell: Report,
): void {
  const counted = statisticsOf(machine, cache.descriptor)
  if (counted === null) return
  const inuse = slabs.reduce((sum, slab) => sum + slab.inuse, 0)
  if (counted.num_active !== inuse) tell(`num_active is ${counted.num_active}, not ${inuse}`)
  if (counted.maxobjs < inuse) tell(`high_mark is ${counted.maxobjs}, but ${inuse} are active`)
  if (counted.grown !== cache.slabsEver) {
    tell(`grown is ${counted.grown}, not ${cache.slabsEver}`)
  }
}
