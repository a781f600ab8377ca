/** `doctor`: examines all content of the course for those who write it. */
import { line } from '#text/lines.ts'
import { print, printJson, printLines } from '../output.ts'
import { exitCode } from '../problem.ts'
import type { Session } from '../session.ts'
import { progressLine } from '../show/progress-line.ts'

export async function doctor(session: Session, { json }: { json: boolean }): Promise<void> {
  const { root, terminal, words } = session
  const { examine } = await import('#course/doctor/index.ts')
  const progress = progressLine(terminal, !json)
  const { problems, examined } = await examine({
    root,
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
