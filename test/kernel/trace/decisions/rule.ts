/** What a rule is: it makes a decision again from the numbers that the event was told with. */
import type { Kernel, KernelEvent, KernelEventName } from '#kernel/index.ts'

/** The numbers of an event. One that is not there is not a number, and equals nothing. */
export type Numbers = (name: string) => number

/** A kernel function that is being carried out, and the last event of each name that happened in it. */
export interface Call {
  readonly enter: KernelEvent
  readonly last: Map<string, KernelEvent>
}

/** What is known besides the numbers. */
export interface Told {
  readonly event: KernelEvent
  readonly kernel: Kernel
  /** The functions that are being carried out, outermost first. */
  readonly calls: readonly Call[]
  /** A number of the last event of that name in the same function; not a number when there was none. */
  readonly earlier: (name: KernelEventName, value: string) => number
  /** A number that the innermost call of a function was entered with. */
  readonly argument: (inside: string, value: string) => number
}

/** Throws when the decision does not follow from the numbers. The result is asked about what comes next. */
export type Rule = (of: Numbers, told: Told) => ((next: KernelEvent) => void) | void

/** What expect() would say too slowly: there are millions of events. */
export function must(holds: boolean): void {
  if (!holds) throw new Error('it does not hold')
}

export function same(one: unknown, other: unknown): void {
  if (one !== other) throw new Error(`${String(one)} is not ${String(other)}`)
}

/** The next event enters that function, if and only if so. */
export function entersNext(inside: string, so: boolean) {
  return ({ name, function: next }: KernelEvent): void => {
    same(name === 'enter' && next === inside, so)
  }
}

/** The kernel stops here, if and only if so. */
export function stopsNext(so: boolean) {
  return ({ name }: KernelEvent): void => same(name === 'stopped', so)
}
