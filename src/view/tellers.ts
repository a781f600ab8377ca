/** How the tellers of events read their numbers and say things: shared by the parts of the call story. */
import type { KernelEventName, kernelEvents } from '#kernel/index.ts'
import { ZONE_NAMES } from '#kernel/page/zone.ts'
import { hex } from '#lib/hex.ts'

/** What happened, and why: both plain sentences without a full stop; the reason holds the numbers compared. */
export interface Told {
  readonly text: string
  readonly reason: string | null
}

type NumbersOf<N extends KernelEventName> = (typeof kernelEvents)[N][number]

/** Tells an event from its numbers, which it asks for by name, and the name of the cache it happens in. */
type Teller<N extends KernelEventName> = (of: (name: NumbersOf<N>) => number, cache: string) => Told

export type Tellers<N extends KernelEventName> = { readonly [Name in N]: Teller<Name> }

/** What happened, and why where there is a choice. */
export function told(text: string, reason: string | null = null): Told {
  return { text, reason }
}

/** `1 object`, `16 objects`. */
export function many(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

/** `yes` when it is 1. */
export function isYes(number: number): boolean {
  return number !== 0
}

/** An address in hexadecimal, `NULL` for 0. */
export function address(value: number): string {
  return value === 0 ? 'NULL' : hex(value)
}

export function frameName(frame: number): string {
  return `frame ${frame}`
}

/** The array of a processor, or the one that all of them share. */
export function whichArray(isShared: number): string {
  return isYes(isShared) ? 'the shared array' : 'the array'
}

/** `16 pages`, `1 page`, for 2^order of them. */
export function pagesOf(order: number): string {
  return many(2 ** order, 'page')
}

/** The name of a zone, by its number. */
export function zoneName(zone: number): string {
  return ZONE_NAMES[zone] ?? `zone ${zone}`
}
