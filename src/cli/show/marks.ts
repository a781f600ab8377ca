/** The signs that tell states apart, with and without Unicode. Each stands beside a word, never for one. */
import type { Style } from '#text/lines.ts'

export interface Marks {
  readonly passed: string
  readonly failed: string
  readonly open: string
  readonly started: string
  readonly pointer: string
  readonly full: string
  readonly empty: string
  readonly dot: string
  readonly rule: string
  readonly cursor: string
}

const unicode: Marks = {
  passed: '✓',
  failed: '✗',
  open: '·',
  started: '◦',
  pointer: '❯',
  full: '█',
  empty: '░',
  dot: '·',
  rule: '─',
  cursor: '▏',
}

const ascii: Marks = {
  passed: '+',
  failed: 'x',
  open: '.',
  started: 'o',
  pointer: '>',
  full: '#',
  empty: '-',
  dot: '-',
  rule: '-',
  cursor: '_',
}

export function marks(withUnicode: boolean): Marks {
  return withUnicode ? unicode : ascii
}

const barCells = 10

/** A bar of ten cells; a lesson that was begun shows at least one, an unfinished one never all. */
export function progressBar(done: number, total: number, withUnicode: boolean): string {
  const { full, empty } = marks(withUnicode)
  const share = total === 0 ? 0 : Math.floor((done / total) * barCells)
  const filled = done > 0 ? Math.max(1, share) : 0
  return full.repeat(filled) + empty.repeat(barCells - filled)
}

export type ExerciseState = 'passed' | 'started' | 'open'

export const stateStyle: Readonly<Record<ExerciseState, Style>> = {
  passed: 'good',
  started: 'accent',
  open: 'muted',
}
