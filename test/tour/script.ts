/** The script of a tour: how a learner gets through one exercise, with what the screen says on the way. */
import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { parse } from 'yaml'

const Texts = v.union([v.string(), v.array(v.string())])

const Step = v.strictObject({
  /** Keys, by their names in tmux. */
  press: v.optional(Texts),
  /** What changes in the learner's file, saved at once: lines as in a diff, places divided by a line `@@`. */
  edit: v.optional(v.string()),
  /** Texts the screen shows then, wherever its lines are broken. */
  see: Texts,
})

const Script = v.pipe(v.array(Step), v.minLength(1))

export interface TourStep {
  readonly press: readonly string[]
  /** null: the file stays as it is. */
  readonly edit: string | null
  readonly see: readonly string[]
}

/** Reads `tour.yaml`. Throws with the path of what is wrong in it. */
export function readScript(file: string): TourStep[] {
  const read = v.safeParse(Script, parse(readFileSync(file, 'utf8')))
  if (!read.success) {
    const wrong = read.issues.map((issue) => `${v.getDotPath(issue) ?? 'all'}: ${issue.message}`)
    throw new Error(`${file} is no tour: ${wrong.join('; ')}`)
  }
  return read.output.map(({ press = [], edit = null, see }) => ({
    press: [press].flat(),
    edit,
    see: [see].flat(),
  }))
}

/**
 * The text after an edit: lines that begin with `-` go, those with `+` come, those with a blank stay and only tell
 * the place. Each place has to be found once.
 */
export function applyEdit(text: string, edit: string): string {
  return edit.split(/^@@\n/m).reduce((before, place) => {
    const lines = place.replace(/\n$/, '').split('\n')
    const side = (others: string) =>
      lines.filter((line) => !line.startsWith(others)).map((line) => `${line.slice(1)}\n`)
    const old = side('+').join('')
    const found = old === '' ? 0 : before.split(old).length - 1
    if (found !== 1)
      throw new Error(`These lines stand ${found} times in the file:\n${old}\n${before}`)
    return before.replace(old, () => side('-').join(''))
  }, text)
}
