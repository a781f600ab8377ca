/** Words of the glossary and where they stand: in a section, or in what somebody typed. */
import type { GlossaryWord } from './model.ts'

/** Every name of a word. */
export function namesOf({ word, also }: Pick<GlossaryWord, 'word' | 'also'>): readonly string[] {
  return [word, ...also]
}

/** The words that stand in a text, as they are or with an s; those of it first, in the order of the text. */
export function wordsIn(text: string, words: readonly GlossaryWord[]): GlossaryWord[] {
  const lower = text.toLowerCase()
  return words
    .map((word) => ({ word, at: Math.min(...namesOf(word).map((name) => placeOf(lower, name))) }))
    .filter(({ at }) => at < Number.POSITIVE_INFINITY)
    .sort((one, other) => one.at - other.at)
    .map(({ word }) => word)
}

/** `slab` in mm/slab.c is the name of a file. */
const fileEnding = /^\.[chS](?![\p{L}\p{N}_])/iu

/** Where a name stands as a word of its own; beyond everything when it does not. */
function placeOf(lower: string, name: string): number {
  const wanted = name.toLowerCase()
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
    const after = lower.slice(at + wanted.length)
    const begins = !goesOn(lower.charAt(at - 1), wanted.charAt(0)) && !fileEnding.test(after)
    if (
      begins &&
      !goesOn(wanted.at(-1) ?? '', after.replace(/^(?:es|s)(?![\p{L}\p{N}_])/u, '').charAt(0))
    )
      return at
  }
  return Number.POSITIVE_INFINITY
}

/** Whether two signs stand in one word. Chinese puts nothing between words, so there every sign may begin one. */
function goesOn(one: string, next: string): boolean {
  const letters = /^[\p{L}\p{N}_]{2}$/u.test(one + next)
  return letters && !/\p{sc=Han}/u.test(one + next)
}

/** The words one of whose names has this in it; all for an empty text. */
export function wordsMatching(typed: string, words: readonly GlossaryWord[]): GlossaryWord[] {
  const wanted = typed.trim().toLowerCase()
  return words.filter((word) => namesOf(word).some((name) => name.toLowerCase().includes(wanted)))
}
