/** The difference between two texts, line by line. */
import { diffArrays } from 'diff'
import { type StyledLine, styled } from '#text/lines.ts'

export interface DiffLine {
  /** `-` only in the first text, `+` only in the second, a space in both. */
  readonly sign: '-' | '+' | ' '
  readonly text: string
}

export function diffLines(from: string, to: string): DiffLine[] {
  return diffArrays(lines(from), lines(to)).flatMap(({ added, removed, value }) => {
    const sign = added ? '+' : removed ? '-' : ' '
    return value.map((text): DiffLine => ({ sign, text }))
  })
}

function lines(text: string): string[] {
  return text.replace(/\r?\n$/, '').split(/\r?\n/)
}

const styles = { '-': 'bad', '+': 'good', ' ': 'plain' } as const

export function drawDiff(diff: readonly DiffLine[]): StyledLine[] {
  return diff.map(({ sign, text }) => [styled(`${sign} ${text}`, styles[sign])])
}
