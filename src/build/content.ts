/** Compiles lessons and exercises into `dist/content/<language>/`, one small JSON file for each thing read alone. */
import { join } from 'node:path'
import { type Course, compileCourse, courseLanguages } from '../course/compile/course.ts'
import type { Problem } from '../course/model.ts'
import { replace } from './replace.ts'

/** Writes every language and returns what authors have to mend; a problem never stops the build. */
export async function buildContent(root = process.cwd()): Promise<Problem[]> {
  const problems = new Map<string, Problem>()
  for (const language of courseLanguages(root)) {
    const course = await compileCourse(root, language)
    await write(join(root, 'dist', 'content', language), course)
    // What a language takes from the original is wrong only once.
    for (const problem of course.problems) problems.set(JSON.stringify(problem), problem)
  }
  return [...problems.values()]
}

async function write(
  folder: string,
  { catalogue, lessons, exercises, glossary }: Course,
): Promise<void> {
  const files: [string, unknown][] = [
    ['catalogue.json', catalogue],
    ['glossary.json', glossary],
    ...lessons.map((lesson): [string, unknown] => [`lessons/${lesson.id}.json`, lesson]),
    ...exercises.map((item): [string, unknown] => [`exercises/${item.name}.json`, item]),
  ]
  for (const [path, data] of files) await replace(join(folder, path), JSON.stringify(data))
}
