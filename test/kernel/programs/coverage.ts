/** Counts what programs have reached: every event and function there is, branches by their numbers, contexts, endings. */
import { watchNumbers, type Kernel, type KernelEventName } from '#kernel/index.ts'
import { kernelEvents, kernelFunctions } from '#kernel/index.ts'
import { branches, type Heard } from './branches.ts'
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

/** The branches that an event may be, so that only those are asked. */
const branchesOf = new Map<string, (typeof branches)[number][]>()
for (const branch of branches) {
  for (const event of branch.on) {
    const others = branchesOf.get(event) ?? []
    branchesOf.set(event, [...others, branch])
  }
}

const places = new Map<string, ReadonlyMap<string, number>>(
  Object.entries(kernelEvents).map(([event, names]) => [
    event,
    new Map(names.map((name, place) => [name, place])),
  ]),
)

export class Coverage {
  readonly counts: Counts = {}

  add(what: string, times = 1): void {
    this.counts[what] = (this.counts[what] ?? 0) + times
  }

  /** What was counted elsewhere. */
  merge(counts: Counts): void {
    for (const [what, times] of Object.entries(counts)) this.add(what, times)
  }

  /** Counts what a machine does until it is reset, or until the function that is returned is called. */
  watch(kernel: Kernel): () => void {
    let last: KernelEventName | null = null
    return watchNumbers(kernel, (name, inside, _depth, cache, values) => {
      if (name === 'leave') return
      if (name === 'enter') return this.add(`${inside}()`)
      this.add(name)
      const asked = branchesOf.get(name)
      if (asked !== undefined) {
        const place = places.get(name)
        const of = (value: string): number => values[place?.get(value) ?? -1] ?? Number.NaN
        const heard: Heard = { event: name, last, inside, cache, of, machine: kernel.machine }
        for (const branch of asked) if (branch.when(heard)) this.add(branch.name)
      }
      last = name
    })
  }
}
