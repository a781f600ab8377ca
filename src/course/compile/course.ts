/** The whole course in one language, read from `lessons/` and `exercises/`. Build time only. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Catalogue, Exercise, Glossary, Lesson, LessonEntry, Problem } from '../model.ts'
import { type CompiledExercise, compileExercise } from './exercise.ts'
import { type CompiledGlossary, compileGlossary, glossaryFileName } from './glossary.ts'
import { isFile } from './is-file.ts'
import { type CompiledLesson, compileLesson } from './lesson.ts'
import { checkCourse } from './links.ts'
import { Report } from './source.ts'

/** The language that is always complete; what another language lacks is taken from it. */
const originalLanguage = 'en'

export interface Course {
  readonly catalogue: Catalogue
  readonly lessons: readonly Lesson[]
  readonly exercises: readonly Exercise[]
  readonly glossary: Glossary
  readonly problems: readonly Problem[]
}

/** Languages there are lessons in, English first. */
export function courseLanguages(root: string): string[] {
  const others = folders(join(root, 'lessons')).filter((name) => name !== originalLanguage)
  return [originalLanguage, ...others]
}

/** Reads and compiles everything; what authors have to mend is in `problems`, and the rest still works. */
export async function compileCourse(root: string, language: string): Promise<Course> {
  const lessons: CompiledLesson[] = []
  for (const { id, file } of lessonFiles(root, language))
    lessons.push(await compileLesson({ id, file, text: readFileSync(join(root, file), 'utf8') }))
  const exercises = exerciseFolders(root).flatMap((folder) => readExercise(root, folder, language))
  const glossary = readGlossary(root, language)
  checkCourse(lessons, exercises, glossary)
  const finished = lessons.map(({ lesson, report }) => ({ ...lesson, problems: report.sorted() }))
  const finishedExercises = exercises.map(({ exercise, report }) => ({
    ...exercise,
    problems: report.sorted(),
  }))
  const finishedGlossary = { words: glossary.words, problems: glossary.report.sorted() }
  return {
    glossary: finishedGlossary,
    catalogue: { language, lessons: finished.map((lesson) => entryOf(lesson, finishedExercises)) },
    lessons: finished,
    exercises: finishedExercises,
    problems: [...finished, ...finishedExercises, finishedGlossary].flatMap(
      ({ problems }) => problems,
    ),
  }
}

function folders(path: string): string[] {
  if (!existsSync(path)) return []
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

/** The lessons of the original, each in the wanted language if it is there. */
function lessonFiles(root: string, language: string): { id: string; file: string }[] {
  const idsOf = (name: string) => {
    const folder = join(root, 'lessons', name)
    if (!existsSync(folder)) return []
    return readdirSync(folder)
      .filter(
        (file) => file.endsWith('.md') && file !== glossaryFileName && isFile(join(folder, file)),
      )
      .map((file) => file.slice(0, -3))
  }
  const translated = new Set(idsOf(language))
  const ids = [...new Set([...idsOf(originalLanguage), ...translated])].sort()
  return ids.map((id) => {
    const found = translated.has(id) ? language : originalLanguage
    return { id, file: `lessons/${found}/${id}.md` }
  })
}

/** The glossary of the language if it has one, else the original's; a course without one has no words. */
function readGlossary(root: string, language: string): CompiledGlossary {
  const file = [language, originalLanguage]
    .map((name) => `lessons/${name}/${glossaryFileName}`)
    .find((path) => isFile(join(root, path)))
  if (file === undefined) return { words: [], report: new Report(glossaryFileName), links: [] }
  return compileGlossary(file, readFileSync(join(root, file), 'utf8'))
}

function exerciseFolders(root: string): string[] {
  return folders(join(root, 'exercises')).flatMap((lesson) =>
    folders(join(root, 'exercises', lesson)).map((name) => `exercises/${lesson}/${name}`),
  )
}

/** A folder without a README is no exercise yet; that is not the learner's concern. */
function readExercise(root: string, folder: string, language: string): CompiledExercise[] {
  const translated = `${folder}/README.${language}.md`
  const file = isFile(join(root, translated)) ? translated : `${folder}/README.md`
  if (!isFile(join(root, file))) return []
  const path = join(root, folder, 'misconceptions')
  const misconceptions = existsSync(path)
    ? readdirSync(path)
        .filter((name) => name.endsWith('.ts'))
        .map((name) => name.slice(0, -3))
        .sort()
    : []
  const text = readFileSync(join(root, file), 'utf8')
  return [compileExercise({ folder, file, text, misconceptions })]
}

function entryOf(lesson: Lesson, exercises: readonly Exercise[]): LessonEntry {
  const own = lesson.exercises.flatMap((name) =>
    exercises.filter((exercise) => exercise.name === name).slice(0, 1),
  )
  return {
    id: lesson.id,
    title: lesson.title,
    minutes: lesson.minutes,
    sections: lesson.sections.map(({ id, title }) => ({ id, title })),
    predictions: lesson.sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === 'prediction' ? [block.id] : [])),
    ),
    exercises: own.map(({ name, folder, title, section, minutes }) => ({
      name,
      folder,
      title,
      section,
      minutes,
    })),
    problems: lesson.problems.length,
  }
}
