/**
 * A learner's own way to take from an array and to put into it, in the place of two lines of Linux: what it did is
 * checked, and only then written into memory. Linux: mm/slab.c __cache_alloc(), __cache_free().
 */
import { hex } from '#lib/hex.ts'
import * as layout from '../layout.ts'
import { POINTER_BASE, toPhysical, toVirtual } from '../layout.ts'
import type { PhysicalAddress, VirtualAddress } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { BUG, BUG_ON } from '../panic.ts'

/** The array of a processor, as struct array_cache has it. */
export interface ArrayCache {
  /** Objects that it holds. */
  avail: number
  /** Objects that it may hold. */
  readonly limit: number
  /** Objects that a refill brings, and a flush takes. */
  readonly batchcount: number
  /** 1 when somebody took from it lately, 0 when not. */
  touched: number
  /** The addresses of the objects, bottom to top. Beyond `avail` stands what was there before. */
  readonly entry: VirtualAddress[]
}

/** Takes an object out of an array; NULL, and nothing changes, when it is empty. */
export type PopArray = (array: ArrayCache) => VirtualAddress

/** Puts an object into an array; false, and nothing changes, when it is full. */
export type PushArray = (array: ArrayCache, object: VirtualAddress) => boolean

/** Takes with the learner's function, or gives NO_OBJECT. `array` is the word index of its first field. */
export function popOwn(machine: Machine, array: number, pop: PopArray): PhysicalAddress {
  const own = readArray(machine, array)
  const before = own.entry.slice(0, own.avail)
  const object = pop(own)
  const after = object === layout.NULL ? [] : [object]
  expectSame('popArray', before, [...after, ...heldBy('popArray', own)])
  writeArray(machine, array, own)
  return object === layout.NULL ? layout.NO_OBJECT : toPhysical(object)
}

/** Puts with the learner's function; false when it says that the array is full. */
export function pushOwn(
  machine: Machine,
  array: number,
  object: PhysicalAddress,
  push: PushArray,
): boolean {
  const own = readArray(machine, array)
  const address = toVirtual(object)
  const before = own.entry.slice(0, own.avail)
  const done = push(own, address)
  const early = !done && before.length < own.limit
  BUG_ON(early, `pushArray: says that it is full, with ${before.length} of ${own.limit}`)
  expectSame('pushArray', done ? [...before, address] : before, heldBy('pushArray', own))
  writeArray(machine, array, own)
  return done
}

function readArray({ words }: Machine, array: number): ArrayCache {
  const first = array + layout.AC_ENTRY
  const limit = words[array + layout.AC_LIMIT]!
  return {
    avail: words[array + layout.AC_AVAIL]!,
    limit,
    batchcount: words[array + layout.AC_BATCHCOUNT]!,
    touched: words[array + layout.AC_TOUCHED]!,
    entry: Array.from(words.subarray(first, first + limit), (word) => word >>> 0),
  }
}

function writeArray({ words }: Machine, array: number, own: ArrayCache): void {
  words[array + layout.AC_AVAIL] = own.avail
  words[array + layout.AC_TOUCHED] = own.touched
  for (const [i, object] of own.entry.slice(0, own.avail).entries())
    words[array + layout.AC_ENTRY + i] = toPhysical(object) - POINTER_BASE
}

/** The objects that an array says it holds. */
function heldBy(name: string, { avail, limit, entry }: ArrayCache): readonly VirtualAddress[] {
  const possible = Number.isInteger(avail) && avail >= 0 && avail <= limit
  BUG_ON(!possible, `${name}: avail is ${avail}, with a limit of ${limit}`)
  return entry.slice(0, avail)
}

/** No object may come from nowhere, be lost or be there twice. The order is the learner's. */
function expectSame(
  name: string,
  before: readonly VirtualAddress[],
  after: readonly VirtualAddress[],
): void {
  const left = before.toSorted((a, b) => a - b)
  const found = after.toSorted((a, b) => a - b)
  for (let i = 0; i < Math.max(left.length, found.length); i++) {
    const [was, is] = [left[i], found[i]]
    if (was === is) continue
    if (is === undefined || (was !== undefined && was < is)) BUG(`${name}: ${at(was)} is lost`)
    BUG(`${name}: ${at(is)} was not there, or is there twice`)
  }
}

function at(object: VirtualAddress | undefined): string {
  return typeof object === 'number' ? hex(object) : 'an object'
}
