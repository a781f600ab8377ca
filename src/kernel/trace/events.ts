/** Events as objects: for stories, steppers and comparisons, which want names for the numbers. */
import type { Kernel } from '../kernel.ts'
import type { Machine } from '../machine.ts'
import type { kmem_cache } from '../slab/cache.ts'
import { kernelEvents, kernelFunctions } from './event_kinds.ts'
import type { KernelEventName, KernelFunction } from './event_kinds.ts'
import { Trace, type NumberListener, type TraceListener } from './trace.ts'

/** Something that a kernel function does, or that one is entered or left. */
export interface KernelEvent {
  /** `enter` and `leave` are the function itself; all other names stand in event_kinds.ts with what they mean. */
  readonly name: KernelEventName | 'enter' | 'leave'
  /** The kernel function it happens in, which can be searched in Linux 2.6.11. */
  readonly function: KernelFunction
  /** Its file, such as `mm/slab.c`. */
  readonly file: string
  /** How many kernel functions are around this one: 0 for the one that was called. */
  readonly depth: number
  /** The cache the function works for; null in the page allocator, which knows nothing of caches. */
  readonly cache: kmem_cache | null
  /**
   * The numbers by name: of `enter` the arguments, of `leave` the `result` if there is one, of a decision what was
   * compared and what came of it. Addresses are unsigned.
   */
  readonly values: Readonly<Record<string, number>>
}

/**
 * Tells a listener everything that the machine does from now on, as it happens. The listener may look at the machine,
 * which is in the state of that moment, but not change it: a decision is told before it is carried out, `leave` after
 * everything. Several may listen. Returns the way to stop; a reset of the kernel stops it, too.
 */
export function watchEvents(kernel: Kernel, listener: (event: KernelEvent) => void): () => void {
  const { machine } = kernel
  return watchNumbers(kernel, (name, inside, depth, cache, numbers) => {
    listener(eventOf(name, inside, depth, machine.caches.get(cache) ?? null, numbers))
  })
}

/** What is told, with names for its numbers. */
export function eventOf(
  name: KernelEventName | 'enter' | 'leave',
  inside: KernelFunction,
  depth: number,
  cache: kmem_cache | null,
  numbers: readonly number[],
): KernelEvent {
  const { file } = kernelFunctions[inside]
  const values = named(valueNames(name, inside), numbers)
  return { name, function: inside, file, depth, cache, values }
}

/** The same with nothing but numbers, in the order of the names in event_kinds.ts: for long programs. */
export function watchNumbers(kernel: Kernel, listener: TraceListener): () => void {
  const { machine } = kernel
  const trace = machine.trace ?? new Trace()
  trace.add(listener)
  machine.watch(trace)
  return () => {
    trace.remove(listener)
    endWatch(machine, trace)
  }
}

/** The same, number by number. */
export function watchEach({ machine }: Kernel, listener: NumberListener): () => void {
  const trace = machine.trace ?? new Trace()
  trace.addNumbers(listener)
  machine.watch(trace)
  return () => {
    trace.removeNumbers(listener)
    endWatch(machine, trace)
  }
}

function endWatch(machine: Machine, trace: Trace): void {
  if (trace.unwatched && machine.trace === trace) machine.watch(null)
}

function valueNames(
  name: KernelEventName | 'enter' | 'leave',
  inside: KernelFunction,
): readonly string[] {
  if (name === 'leave') return ['result']
  return name === 'enter' ? kernelFunctions[inside].values : kernelEvents[name]
}

function named(names: readonly string[], numbers: readonly number[]): Record<string, number> {
  const values: Record<string, number> = {}
  numbers.forEach((number, index) => {
    const name = names[index]
    if (name !== undefined) values[name] = number
  })
  return values
}
