/** Answers that put things in order: how they are written down, and where an order goes wrong. */
import type { PredictionBlock, Runs } from '#text/blocks.ts'

/** Stands between the values in an answer, as in the text of an array: `take,grow,constructed`. */
const separator = ','

/** The answer as it is recorded and compared. */
export function writeOrder(values: readonly string[]): string {
  return values.join(separator)
}

/** The values of a recorded answer, in their order. */
export function readOrder(answer: string): string[] {
  return answer.split(separator)
}

/** A sentence of an author about two things the wrong way round, keyed `a before b`. */
interface BeforeRule {
  readonly first: string
  readonly second: string
  readonly sentence: Runs
}

/** The two values of a key `a before b`; null when it is none. */
export function readBefore(key: string): readonly [string, string] | null {
  const [, first, second] = /^(\S+) before (\S+)$/.exec(key.trim()) ?? []
  return first !== undefined && second !== undefined ? [first, second] : null
}

/** The first place, from 0, that has another value than in the right order; null when all are right. */
export function firstWrongPlace(typed: string, answer: string): number | null {
  const right = readOrder(answer)
  const place = readOrder(typed).findIndex((value, index) => value !== right[index])
  return place < 0 ? null : place
}

/**
 * What to say to a wrong order: the author's sentence for a pair that stands the wrong way round, if possible one with
 * the value at the first wrong place; else `otherwise`.
 */
export function sentenceForOrder(
  { wrong, otherwise }: Pick<PredictionBlock, 'wrong' | 'otherwise'>,
  typed: string,
  answer: string,
): Runs | null {
  const turned = beforeRules(wrong).filter(
    ({ first, second }) => isBefore(typed, first, second) && isBefore(answer, second, first),
  )
  const misplaced = readOrder(typed)[firstWrongPlace(typed, answer) ?? 0]
  const nearest = turned.find(({ first }) => first === misplaced) ?? turned[0]
  return nearest?.sentence ?? otherwise
}

/** Keys of `wrong` that would call the right answer wrong. */
export function beforeRulesAgainst({ wrong }: Pick<PredictionBlock, 'wrong'>, answer: string) {
  return beforeRules(wrong)
    .filter(({ first, second }) => isBefore(answer, first, second))
    .map(({ first, second }) => `${first} before ${second}`)
}

function beforeRules(wrong: PredictionBlock['wrong']): BeforeRule[] {
  return Object.entries(wrong).flatMap(([key, sentence]) => {
    const [first, second] = readBefore(key) ?? []
    return first === undefined || second === undefined ? [] : [{ first, second, sentence }]
  })
}

function isBefore(order: string, first: string, second: string): boolean {
  const values = readOrder(order)
  const [one, other] = [values.indexOf(first), values.indexOf(second)]
  return one >= 0 && other >= 0 && one < other
}
