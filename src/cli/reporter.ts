/** Writes a report where it was asked for: the output or a file. */
import { writeFileSync } from 'node:fs'
import { makeReport, type Graded } from '#course/report/report.ts'
import { junit } from '#course/report/junit.ts'
import { errorCode, systemReason } from '#course/workspace/system.ts'
import { printText } from './output.ts'
import { CourseError } from './problem.ts'
import type { Session } from './session.ts'

export type Reporter = 'pretty' | 'json' | 'junit'

export function writeReport(
  session: Session,
  reporter: Exclude<Reporter, 'pretty'>,
  graded: readonly Graded[],
  output: string | undefined,
): void {
  const report = makeReport(session.workspace.folder, graded)
  const text = reporter === 'junit' ? junit(report) : `${JSON.stringify(report, null, 2)}\n`
  writeOutput(session, text, output)
}

/** The text, whole, to a file that is named, or to the output. */
export function writeOutput(
  { words }: Pick<Session, 'words'>,
  text: string,
  file: string | undefined,
): void {
  if (file === undefined) {
    printText(text)
    return
  }
  try {
    writeFileSync(file, text)
  } catch (error) {
    if (errorCode(error) === null) throw error
    throw new CourseError(words.cannotWrite(file, systemReason(error)), words.cannotWriteAdvice)
  }
}
