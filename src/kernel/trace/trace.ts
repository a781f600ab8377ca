/**
 * Looking on while the machine works. `machine.trace` is null as long as nobody does, and every place that would tell
 * something asks for that first, so that a machine nobody watches pays nothing. What is told are names and numbers;
 * events.ts makes objects of them for those who want objects.
 */
import type { Arguments, KernelEventName, KernelFunction, Numbers } from './event_kinds.ts'
import type { PhysicalAddress } from '../layout.ts'
import { TaskHeldUp } from '../panic.ts'

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

interface Call {
  readonly inside: KernelFunction
  cache: PhysicalAddress
}

export class Trace {
  #listeners: readonly TraceListener[] = []
  /** The kernel functions that are being carried out, outermost first. */
  readonly #calls: Call[] = []
  /** What is expected, in the order it was asked for. */
  #arrivals: readonly Arrival[] = []
  /** The processor that runs; null where there is only one, of which nothing is told. */
  #cpu: number | null = null
  /** What made the kernel stop last, so that it is told once and not by every caller. */
  #stoppedBy: unknown = null

  get unwatched(): boolean {
    return this.#listeners.length === 0 && this.#arrivals.length === 0
  }

  add(listener: TraceListener): void {
    this.#listeners = [...this.#listeners, listener]
  }

  remove(listener: TraceListener): void {
    this.#listeners = this.#listeners.filter((other) => other !== listener)
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
    const depth = this.#calls.length
    this.enter(inside, cache, ...values)
    try {
      const result = body()
      this.#leaveTo(depth, typeof result === 'number' ? [result] : [])
      return result
    } catch (error) {
      const stopped = error !== this.#stoppedBy && !(error instanceof TaskHeldUp)
      if (stopped) this.event('stopped')
      this.#stoppedBy = error
      this.#leaveTo(depth, [])
      throw error
    }
  }

  enter<F extends KernelFunction>(
    inside: F,
    cache: PhysicalAddress,
    ...values: Arguments<F>
  ): void {
    const depth = this.#calls.push({ inside, cache }) - 1
    this.#tell('enter', inside, depth, cache, values)
    if (depth === 0 && this.#cpu !== null) this.event('processor', this.#cpu)
    const arrival = this.#arrivals.find((expected) => expected.inside === inside)
    if (arrival === undefined) return
    this.forget(arrival)
    arrival.arrive()
  }

  /** The innermost function has found out which cache it works for. */
  concerns(cache: PhysicalAddress): void {
    const call = this.#calls.at(-1)
    if (call !== undefined) call.cache = cache
  }

  /** The innermost function ends; `result` is what it returns, if it returns something. */
  leave(...result: readonly [] | readonly [number]): void {
    const call = this.#calls.pop()
    if (call !== undefined) {
      this.#tell('leave', call.inside, this.#calls.length, call.cache, result)
    }
  }

  /** Something happens in the innermost function. */
  event<N extends KernelEventName>(name: N, ...values: Numbers<N>): void {
    const call = this.#calls.at(-1)
    if (call !== undefined) {
      this.#tell(name, call.inside, this.#calls.length - 1, call.cache, values)
    }
  }

  #leaveTo(depth: number, result: readonly [] | readonly [number]): void {
    while (this.#calls.length > depth + 1) this.leave()
    this.leave(...result)
  }

  #tell(
    name: KernelEventName | 'enter' | 'leave',
    inside: KernelFunction,
    depth: number,
    cache: PhysicalAddress,
    values: readonly number[],
  ): void {
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
