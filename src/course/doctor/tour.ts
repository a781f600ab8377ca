/** The tour of an exercise, `tour.yaml`: how a learner gets through, with what the screen says on the way. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { LineCounter, isNode, isSeq, parseDocument } from 'yaml'
import { isFile } from '../compile/is-file.ts'
import { Report, readYaml } from '../compile/source.ts'
import type { Problem } from '../model.ts'
import type { ExerciseFiles } from './tree.ts'

const texts = v.union([v.string(), v.array(v.string())], 'must be a text or a list of texts')

const step = v.strictObject(
  {
    /** Keys, by their names in tmux. */
    press: v.optional(texts),
    /** What changes in the learner's file, saved at once: lines as in a diff, places divided by a line `@@`. */
    edit: v.optional(v.string('must be text: begin it with |2')),
    /** Texts the screen shows then, wherever its lines are broken. */
    see: texts,
  },
  'must be a step, with see and perhaps press or edit',
)

const script = v.pipe(
  v.array(step, 'must be a list of steps, each beginning with a dash'),
  v.minLength(1, 'must have a step'),
)

export interface TourStep {
  /** Where it begins in `tour.yaml`, from 1. */
  readonly line: number
  readonly press: readonly string[]
  /** null: the file stays as it is. */
  readonly edit: string | null
  readonly see: readonly string[]
}

/** An edit names a place that is not there, or is there more than once. */
class EditError extends Error {}

/** Reads the text of `file`; what is wrong with it goes into the report, and then there are no steps. */
export function readTour(text: string, report: Report): TourStep[] {
  const read = readYaml(text, script, 1, report) ?? []
  const lines = stepLines(text)
  return read.map(({ press = [], edit = null, see }, index) => ({
    line: lines[index] ?? 1,
    press: [press].flat(),
    edit,
    see: [see].flat(),
  }))
}

function stepLines(text: string): number[] {
  const lineCounter = new LineCounter()
  const { contents } = parseDocument(text, { lineCounter })
  const items = isSeq(contents) ? contents.items : []
  return items.map((item) => lineCounter.linePos((isNode(item) && item.range?.[0]) || 0).line)
}

/** The steps are steps, and their edits fit the starter one after the other. That the exercise passes then, the tour proves. */
export function examineTour(root: string, { tour: file, starter }: ExerciseFiles): Problem[] {
  const paths = [join(root, file), join(root, starter)] as const
  if (!paths.every(isFile)) return []
  const report = new Report(file)
  const [tour, text] = paths.map((path) => readFileSync(path, 'utf8'))
  walk(text ?? '', readTour(tour ?? '', report), report)
  return report.sorted()
}

function walk(starter: string, steps: readonly TourStep[], report: Report): void {
  let text = starter
  for (const { line, edit } of steps) {
    if (edit === null) continue
    try {
      text = applyEdit(text, edit)
    } catch (error) {
      if (!(error instanceof EditError)) throw error
      // The edits after it build on this one.
      return report.add(line, error.message)
    }
  }
  if (steps.length > 0 && text === starter) report.add(1, 'No step of the tour has an edit.')
}

/**
 * The text after an edit: lines that begin with `-` go, those with `+` come, those with a blank stay and only tell
 * the place. Each place has to be found once. Throws an `EditError`.
 */
export function applyEdit(text: string, edit: string): string {
  return edit.split(/^@@\n/m).reduce((before, place) => {
    const lines = place.replace(/\n$/, '').split('\n')
    const side = (others: string) =>
      lines.filter((line) => !line.startsWith(others)).map((line) => `${line.slice(1)}\n`)
    const old = side('+').join('')
    const found = old === '' ? 0 : before.split(old).length - 1
    if (found === 1) return before.replace(old, () => side('-').join(''))
    const times = found === 0 ? 'are nowhere' : `stand ${found} times`
    const first = (old.split('\n')[0] ?? '').trim()
    throw new EditError(
      old === ''
        ? 'An edit needs a line with - or a blank, which tells its place.'
        : `The lines of this edit ${times} in the file as it is then; the first is "${first}".`,
    )
  }, text)
}
