/** Runs a lesson's program with an edited cell in it, inside the child process. */
import { showOrSay } from '../play/show.ts'
import { isFigure, noFigure } from './figure.ts'
import { format } from './print.ts'
import { valueFunction } from './program-text.ts'
import { makeScope } from './scope.ts'

/** What the cells above print is the lesson's, and was seen already. */
let isOwn = false

/** The names a cell sees. */
export const scope: Record<string, unknown> = {
  ...makeScope((...values) => {
    if (isOwn) console.log(values.map(format).join(' '))
  }),
  [valueFunction]: (value: unknown) => value,
}

/** `edited`: how many steps of the lesson come before the learner's; after it come figures. */
export function run(lesson: () => Iterator<unknown>, edited: number): void {
  const steps = lesson()
  for (let step = 0; step < edited; step++) steps.next()
  isOwn = true
  let { done } = steps.next()
  while (!done) done = showNext(steps)
}

/** A figure that cannot be drawn says so in its place. */
function showNext(steps: Iterator<unknown>): boolean {
  try {
    const { value, done = false } = steps.next()
    if (!done) showOrSay(isFigure(value) ? value : { broken: noFigure })
    return done
  } catch (error) {
    showOrSay({ broken: error instanceof Error ? error.message : format(error) })
    return true
  }
}
