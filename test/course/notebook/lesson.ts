/** A lesson for tests, made from the parts that run. */
import { compileLesson } from '#course/compile/lesson.ts'
import type { Lesson } from '#course/model.ts'

const infos = { cell: 'ts run', figure: 'figure' }

/** The first part's code begins at line 8; between two parts lie two lines. */
export async function lessonOf(
  ...parts: readonly (readonly [kind: 'cell' | 'figure' | 'answer', code: string])[]
): Promise<Lesson> {
  const blocks = parts.map(([kind, code]) => {
    if (kind !== 'answer') return ['```' + infos[kind], code, '```'].join('\n')
    return ['```yaml predict', 'ask: a', 'kind: number', `answer: ${code}`, '```'].join('\n')
  })
  const text = ['---', 'title: x', 'minutes: 1', '---', '## One {#one}', '', ...blocks].join('\n')
  const { lesson } = await compileLesson({ id: 'x', file: 'x.md', text })
  return lesson
}
