/**
 * The digest of a long story: each kind of step is told when it comes for the first time, with the calls that it
 * happens in, and what decides how the story goes on is always told. Of the rest is said how much there was.
 */
import type { KernelEvent } from '#kernel/index.ts'
import type { Told } from './tellers.ts'

/** What the digest has to know of a step. */
export type Step = Pick<KernelEvent, 'name' | 'function' | 'depth'>

/** Steps up to which everything is told. */
export const longestInFull = 200
/** What is always told: who was asked, who died, and how often the page allocator began again. */
const decisive: ReadonlySet<string> = new Set([
  'rebalance',
  'restart',
  'retry',
  'victim-chosen',
  'waits-for-victim',
  'nothing-changes',
  'waits-for-ever',
  'allocation-failed',
  'stopped',
])

/** Hears the steps of a story as they come, and says which of them belong to the digest. */
export class Digest {
  readonly #kinds = new Set<string>()
  /** The calls that the next step happens in, outermost first: the places of their steps. */
  readonly #calls: { readonly depth: number; readonly at: number }[] = []
  readonly #told = new Set<number>()
  #heard = 0

  /** Whether the next step is told. With it are told the calls that it happens in. */
  hear(step: Step): boolean {
    const at = this.#heard++
    // What happens in a function has the depth of its call.
    const around = step.name === 'enter' ? step.depth - 1 : step.depth
    while ((this.#calls.at(-1)?.depth ?? -1) > around) this.#calls.pop()
    const kind = `${step.name} ${step.function}`
    const told = !this.#kinds.has(kind) || decisive.has(step.name)
    this.#kinds.add(kind)
    if (told) {
      for (const call of this.#calls) this.#told.add(call.at)
      this.#told.add(at)
    }
    if (step.name === 'enter') this.#calls.push({ depth: step.depth, at })
    return told
  }

  /** The last step of all, however often there was one like it: with it a story ends. */
  end(): void {
    if (this.#heard > 0) this.#told.add(this.#heard - 1)
  }

  /** Whether the step of that place is told, now that more is known. */
  has(at: number): boolean {
    return this.#told.has(at)
  }
}

/** The lowest of very many numbers. */
export function lowest(numbers: readonly number[]): number {
  return numbers.reduce((least, number) => Math.min(least, number), Infinity)
}

/** What stands where steps are left out: how many, and in which functions. */
export function tellLeftOut(steps: readonly Step[]): Told {
  const count = steps.length.toLocaleString('en-US')
  const text = `${count} more step${steps.length === 1 ? '' : 's'} of kinds told before`
  const calls = steps.filter(({ name }) => name === 'enter')
  const outermost = lowest(calls.map(({ depth }) => depth))
  const times = new Map<string, number>()
  for (const { function: of, depth } of calls) {
    if (depth === outermost) times.set(of, (times.get(of) ?? 0) + 1)
  }
  const often = [...times].toSorted(([, one], [, other]) => other - one).slice(0, 3)
  const what = often.map(([of, so]) => `${of}() ${so === 1 ? 'once' : `${so} times`}`)
  return { text, reason: what.length === 0 ? null : what.join(', ') }
}
