/** The steps of a call story, and how what repeats is told once. */
import type { Told } from './tellers.ts'

export interface StoryStep extends Told {
  /** A function that is called, what happens in it, what it returns; how often more it was like that; the end. */
  readonly kind: 'call' | 'event' | 'result' | 'more' | 'stop'
  /** Functions around this one. What happens in a function has the function's own depth. */
  readonly depth: number
  readonly name: string
  readonly function: string
}

/** Steps that are told together: a step of this depth and everything that follows inside of it. */
type Group = readonly StoryStep[]

const longestPattern = 3
/** So many times in a row are told as they are. */
const toldInFull = 2

/** What happens again and again, in the same functions with the same decisions, is told once, and how often. */
export function foldRepeats(steps: readonly StoryStep[]): StoryStep[] {
  const groups = grouped(steps)
  const folded: StoryStep[] = []
  for (let at = 0; at < groups.length;) {
    const { length, times } = repetition(groups, at)
    const pattern = groups.slice(at, at + length)
    folded.push(...pattern.flatMap(foldGroup))
    const [first] = pattern[0] ?? []
    if (times > 1 && first) folded.push(more(first, times - 1))
    at += length * times
  }
  return folded
}

/** A function's own call stays as it is; what happens in it is folded. */
function foldGroup([first, ...inside]: Group): StoryStep[] {
  return first ? [first, ...foldRepeats(inside)] : []
}

function grouped(steps: readonly StoryStep[]): Group[] {
  const groups: StoryStep[][] = []
  let open: StoryStep[] | null = null
  for (const step of steps) {
    const [call] = open ?? []
    const isInside = call !== undefined && (step.depth > call.depth || isOwn(step, call))
    if (isInside) {
      open?.push(step)
    } else {
      groups.push([step])
      open = step.kind === 'call' ? (groups.at(-1) ?? null) : null
    }
  }
  return groups
}

/** What happens in the function of a call stands at the call's own depth. */
function isOwn(step: StoryStep, call: StoryStep): boolean {
  return step.kind !== 'call' && step.depth === call.depth && step.function === call.function
}

/** The shortest pattern that begins here and repeats often enough; else one group, once. */
function repetition(groups: readonly Group[], at: number): { length: number; times: number } {
  for (let length = 1; length <= longestPattern; length++) {
    let times = 1
    while (samePattern(groups, at, at + times * length, length)) times++
    if (times > toldInFull) return { length, times }
  }
  return { length: 1, times: 1 }
}

function samePattern(
  groups: readonly Group[],
  first: number,
  second: number,
  length: number,
): boolean {
  if (second + length > groups.length) return false
  return Array.from({ length }, (_, index) => index).every(
    (index) => shape(groups[first + index]) === shape(groups[second + index]),
  )
}

/** What the group is, without its numbers. */
function shape(group: Group = []): string {
  return group.map(({ kind, depth, name, function: of }) => `${kind} ${depth} ${name} ${of}`).join()
}

function more(step: StoryStep, times: number): StoryStep {
  const text = `${times} more time${times === 1 ? '' : 's'} like this`
  // It stands where the repeated step stands: in the function that an event happens in.
  const depth = step.kind === 'call' ? step.depth : step.depth + 1
  return { ...step, kind: 'more', depth, name: 'more', text, reason: null }
}
