/** Counts what programs have reached: every event and function there is, branches by their numbers, contexts, endings. */
import {
  watchNumbers,
  type Kernel,
  type KernelEventName,
  type KernelFunction,
  type PhysicalAddress,
} from '#kernel/index.ts'
import { kernelEvents, kernelFunctions } from '#kernel/index.ts'
import { branches, type Branch, type Heard } from './branches.ts'
import { allNames } from './operations.ts'
import { contextNames } from './contexts.ts'
import { endings } from './player.ts'

export type Counts = Record<string, number>

/** What a run must have reached, by group; each at least once. */
export function goals(): Record<string, string[]> {
  const groups: Record<string, string[]> = {
    'kernel functions': Object.keys(kernelFunctions).map((name) => `${name}()`),
    events: Object.keys(kernelEvents),
  }
  for (const { group, name } of branches) (groups[group] ??= []).push(name)
  return {
    ...groups,
    contexts: contextNames.map((name) => `context: ${name}`),
    operations: allNames.map((name) => `operation: ${name}`),
    endings: endings.map((name) => `ending: ${name}`),
  }
}

/** An event or a function, and what is asked of it when it comes. Millions of them come: each is looked up once. */
interface Tally {
  readonly name: string
  readonly branches: readonly Branch[]
  /** Where its numbers stand, by name. */
  readonly places: ReadonlyMap<string, number>
  times: number
}

function tally(name: string, values: readonly string[]): Tally {
  return {
    name,
    branches: branches.filter(({ on }) => on.some((event) => event === name)),
    places: new Map(values.map((value, place) => [value, place])),
    times: 0,
  }
}

/** What was heard last, for the branches. */
class LastHeard implements Heard {
  event: KernelEventName = 'stopped'
  last: KernelEventName | null = null
  inside: KernelFunction = 'kfree'
  cache: PhysicalAddress = 0
  machine: Kernel['machine']
  places: ReadonlyMap<string, number> = new Map()
  values: readonly number[] = []

  constructor(machine: Kernel['machine']) {
    this.machine = machine
  }

  readonly of = (value: string): number => this.values[this.places.get(value) ?? -1] ?? Number.NaN
}

export class Coverage {
  readonly #others: Counts = {}
  readonly #functions = new Map(
    Object.keys(kernelFunctions).map((name) => [name, tally(`${name}()`, [])]),
  )
  readonly #events = new Map(
    Object.entries(kernelEvents).map(([name, values]) => [name, tally(name, values)]),
  )

  /** All that was counted. */
  get counts(): Counts {
    const counts = { ...this.#others }
    for (const { name, times } of [...this.#functions.values(), ...this.#events.values()]) {
      if (times > 0) counts[name] = (counts[name] ?? 0) + times
    }
    return counts
  }

  add(what: string, times = 1): void {
    this.#others[what] = (this.#others[what] ?? 0) + times
  }

  /** What was counted elsewhere. */
  merge(counts: Counts): void {
    for (const [what, times] of Object.entries(counts)) this.add(what, times)
  }

  /** Counts what a machine does until it is reset, or until the function that is returned is called. */
  watch(kernel: Kernel): () => void {
    const heard = new LastHeard(kernel.machine)
    return watchNumbers(kernel, (name, inside, _depth, cache, values) => {
      if (name === 'leave') return
      const known = name === 'enter' ? this.#functions.get(inside) : this.#events.get(name)
      if (known !== undefined) known.times++
      if (known === undefined || name === 'enter') return
      if (known.branches.length > 0) {
        heard.event = name
        heard.inside = inside
        heard.cache = cache
        heard.values = values
        heard.places = known.places
        for (const branch of known.branches) if (branch.when(heard)) this.add(branch.name)
      }
      heard.last = name
    })
  }
}
