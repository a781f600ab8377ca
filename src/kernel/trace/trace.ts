/**
 * Looking on while the machine works. `machine.trace` is null as long as nobody does, and every place that would tell
 * something asks for that first, so that a machine nobody watches pays nothing. What is told are names and numbers;
 * events.ts makes objects of them for those who want objects.
 */
import type { PhysicalAddress } from '../layout.ts'
import { TaskHeldUp } from '../panic.ts'
import type { Arguments, KernelEventName, KernelFunction, Numbers } from './event_kinds.ts'

/**
 * Told of everything: `name` is that of an event, or `enter` or `leave`; `values` are numbers in the order of the
 * names in event_kinds.ts. `cache` is the physical address of a descriptor, or 0.
 */
export type TraceListener = (
  name: KernelEventName | 'enter' | 'leave',
  inside: KernelFunction,
  depth: number,
  cache: PhysicalAddress,
  values: readonly number[],
) => void

/** Something that is to happen the next time that a function is entered. */
export interface Arrival {
  readonly inside: KernelFunction
  readonly arrive: () => void
}

/**
 * Told the same number by number, as many as there are, for who has no time for arrays: at most MOST_VALUES, of which the
 * last ones are undefined.
 */
export type NumberListener = (
  name: KernelEventName | 'enter' | 'leave',
  inside: KernelFunction,
  depth: number,
  cache: PhysicalAddress,
  ...values: NumberValues
) => void

/** Numbers that an event has at most. */
export const MOST_VALUES = 10
type N = number | undefined
type NumberValues = readonly [a?: N, b?: N, c?: N, d?: N, e?: N, f?: N, g?: N, h?: N, i?: N, j?: N]

export class Trace {
  #listeners: readonly TraceListener[] = []
  #numberListeners: readonly NumberListener[] = []
  /** The kernel functions that are being carried out, outermost first, and the caches that they work for. */
  readonly #functions: KernelFunction[] = []
  readonly #caches: PhysicalAddress[] = []
  /** How many they are. */
  #depth = 0
  /** What is expected, in the order it was asked for. */
  #arrivals: readonly Arrival[] = []
  /** The processor that runs; null where there is only one, of which nothing is told. */
  #cpu: number | null = null
  /** What made the kernel stop last, so that it is told once and not by every caller. */
  #stoppedBy: unknown = null

  get unwatched(): boolean {
    const listeners = this.#listeners.length + this.#numberListeners.length
    return listeners === 0 && this.#arrivals.length === 0
  }

  add(listener: TraceListener): void {
    this.#listeners = [...this.#listeners, listener]
  }

  remove(listener: TraceListener): void {
    this.#listeners = this.#listeners.filter((other) => other !== listener)
  }

  /** The same for who is told number by number. */
  addNumbers(listener: NumberListener): void {
    this.#numberListeners = [...this.#numberListeners, listener]
  }

  removeNumbers(listener: NumberListener): void {
    this.#numberListeners = this.#numberListeners.filter((other) => other !== listener)
  }

  /** Another processor goes on: in the midst of a call that is told at once, else with the next call. */
  runsOn(cpu: number): void {
    if (cpu === this.#cpu) return
    this.#cpu = cpu
    this.event('processor', cpu)
  }

  /** Lets something happen the next time that a function is entered, once. */
  expect(arrival: Arrival): void {
    this.#arrivals = [...this.#arrivals, arrival]
  }

  forget(arrival: Arrival): void {
    this.#arrivals = this.#arrivals.filter((other) => other !== arrival)
  }

  /**
   * Carries out a function that may be called from outside. When the kernel stops in it, that is told, and all
   * functions that it leaves unfinished are left.
   */
  call<F extends KernelFunction, Result>(
    inside: F,
    cache: PhysicalAddress,
    values: Arguments<F>,
    body: () => Result,
  ): Result {
    const depth = this.#depth
    this.enter(inside, cache, ...values)
    try {
      const result = body()
      this.#leaveTo(depth, typeof result === 'number' ? result : undefined)
      return result
    } catch (error) {
      const stopped = error !== this.#stoppedBy && !(error instanceof TaskHeldUp)
      if (stopped) this.event('stopped')
      this.#stoppedBy = error
      this.#leaveTo(depth, undefined)
      throw error
    }
  }

  // From here on numbers are passed one by one: an array for each event would take more time than all the rest.
  enter<F extends KernelFunction>(inside: F, cache: PhysicalAddress, ...values: Arguments<F>): void
  enter(inside: KernelFunction, cache: number, a?: N, b?: N, c?: N, d?: N, e?: N): void {
    const depth = this.#depth++
    this.#functions[depth] = inside
    this.#caches[depth] = cache
    this.#tell('enter', inside, depth, cache, a, b, c, d, e)
    if (depth === 0 && this.#cpu !== null) this.event('processor', this.#cpu)
    if (this.#arrivals.length > 0) this.#arrive(inside)
  }

  #arrive(inside: KernelFunction): void {
    const arrival = this.#arrivals.find((expected) => expected.inside === inside)
    if (arrival === undefined) return
    this.forget(arrival)
    arrival.arrive()
  }

  /** The innermost function has found out which cache it works for. */
  concerns(cache: PhysicalAddress): void {
    if (this.#depth > 0) this.#caches[this.#depth - 1] = cache
  }

  /** The innermost function ends; `result` is what it returns, if it returns something. */
  leave(result?: number): void {
    if (this.#depth === 0) return
    const depth = --this.#depth
    this.#tell('leave', this.#functions[depth]!, depth, this.#caches[depth]!, result)
  }

  /** Something happens in the innermost function. */
  event<K extends KernelEventName>(name: K, ...values: Numbers<K>): void
  event(
    name: KernelEventName,
    a?: N,
    b?: N,
    c?: N,
    d?: N,
    e?: N,
    f?: N,
    g?: N,
    h?: N,
    i?: N,
    j?: N,
  ): void {
    const depth = this.#depth - 1
    if (depth < 0) return
    const inside = this.#functions[depth]!
    this.#tell(name, inside, depth, this.#caches[depth]!, a, b, c, d, e, f, g, h, i, j)
  }

  #leaveTo(depth: number, result: number | undefined): void {
    while (this.#depth > depth + 1) this.leave()
    this.leave(result)
  }

  #tell(
    name: KernelEventName | 'enter' | 'leave',
    inside: KernelFunction,
    depth: number,
    cache: PhysicalAddress,
    a?: N,
    b?: N,
    c?: N,
    d?: N,
    e?: N,
    f?: N,
    g?: N,
    h?: N,
    i?: N,
    j?: N,
  ): void {
    for (const listener of this.#numberListeners) {
      listener(name, inside, depth, cache, a, b, c, d, e, f, g, h, i, j)
    }
    if (this.#listeners.length === 0) return
    const values: number[] = []
    for (const value of [a, b, c, d, e, f, g, h, i, j]) {
      if (value === undefined) break
      values.push(value)
    }
    for (const listener of this.#listeners) listener(name, inside, depth, cache, values)
  }
}

/** Carries out a function, and tells whoever looks on; for functions that work for no cache. */
export function watched<F extends KernelFunction, Result>(
  { trace }: { readonly trace: Trace | null },
  inside: F,
  values: Arguments<F>,
  body: () => Result,
): Result {
  return trace === null ? body() : trace.call(inside, 0, values, body)
}
