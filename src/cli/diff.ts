/** The difference between two texts, line by line. */
import { type StyledLine, styled } from '#text/lines.ts'

export interface DiffLine {
  /** `-` only in the first text, `+` only in the second, a space in both. */
  readonly sign: '-' | '+' | ' '
  readonly text: string
}

/** The shortest way from one text to the other, by the longest common run of lines. */
export function diffLines(from: string, to: string): DiffLine[] {
  const one = lines(from)
  const other = lines(to)
  const common = commonLengths(one, other)
  const result: DiffLine[] = []
  let row = 0
  let column = 0
  while (row < one.length || column < other.length) {
    const [text, counterpart] = [one[row], other[column]]
    if (text !== undefined && text === counterpart) {
      result.push({ sign: ' ', text })
      row++
      column++
    } else if (
      text !== undefined &&
      longer(common, row + 1, column) >= longer(common, row, column + 1)
    ) {
      result.push({ sign: '-', text })
      row++
    } else {
      result.push({ sign: '+', text: counterpart ?? '' })
      column++
    }
  }
  return result
}

function lines(text: string): string[] {
  return text.replace(/\r?\n$/, '').split(/\r?\n/)
}

/** Length of the longest common subsequence of the ends from each pair of lines on. */
function commonLengths(one: readonly string[], other: readonly string[]): number[][] {
  const table = Array.from({ length: one.length + 1 }, () =>
    Array.from({ length: other.length + 1 }, () => 0),
  )
  for (const [row, lengths] of [...table.entries()].reverse()) {
    if (row === one.length) continue
    for (let column = other.length - 1; column >= 0; column--) {
      lengths[column] =
        one[row] === other[column]
          ? longer(table, row + 1, column + 1) + 1
          : Math.max(longer(table, row + 1, column), longer(table, row, column + 1))
    }
  }
  return table
}

/** Length at a place of the table; -1 outside, so that a text at its end is never chosen. */
function longer(table: readonly (readonly number[])[], row: number, column: number): number {
  return table[row]?.[column] ?? -1
}

const styles = { '-': 'bad', '+': 'good', ' ': 'plain' } as const

export function drawDiff(diff: readonly DiffLine[]): StyledLine[] {
  return diff.map(({ sign, text }) => [styled(`${sign} ${text}`, styles[sign])])
}
