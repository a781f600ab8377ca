/** `doctor`: examines all content of the course for those who write it. */
import { line } from '#text/lines.ts'
import { findExercise } from '../find.ts'
import { print, printJson, printLines } from '../output.ts'
import { exitCode } from '../problem.ts'
import type { Session } from '../session.ts'
import { progressLine } from '../show/progress-line.ts'

/** `typed`: exercises whose files are judged; none means all. */
export async function doctor(
  session: Session,
  typed: readonly string[],
  { json }: { json: boolean },
): Promise<void> {
  const { root, terminal, words, content } = session
  const exercises = typed.map((name) => findExercise(content.catalogue, name, words).exercise.name)
  const { examine } = await import('#course/doctor/index.ts')
  const progress = progressLine(terminal, !json)
  const { problems, examined } = await examine({
    root,
    ...(exercises.length > 0 && { exercises }),
    onProgress: (done, total, file) => progress.show(done, total, file),
  })
  progress.clear()
  if (json) printJson({ problems, examined })
  else {
    for (const { file, line, message } of problems) print(`${file}:${line}: ${message}`)
    const healthy = problems.length === 0
    const sentence = healthy ? words.healthy : words.problemsFound(problems.length)
    printLines([line(sentence, healthy ? 'good' : 'bad')], terminal)
    print(words.examined(examined))
  }
  process.exitCode = problems.length === 0 ? exitCode.pass : exitCode.fail
}
