/** Translations have the outline of the original: the same sections, cells, questions and exercises. */
import type { Course } from '../compile/course.ts'
import { glossaryFileName } from '../compile/glossary.ts'
import type { Exercise, Lesson, Problem } from '../model.ts'
import { blocksOf } from './cells.ts'

/** What of a lesson or an exercise must be the same in every language, by the words that name it. */
type Outline = Readonly<Record<string, readonly string[]>>

/** Where a translation differs in more than its words. */
export function examineLanguage(original: Course, translated: Course): Problem[] {
  const { language } = translated.catalogue
  return [
    ...translated.lessons.flatMap((lesson) => {
      const file = `lessons/${language}/${lesson.id}.md`
      const other = original.lessons.find(({ id }) => id === lesson.id)
      if (!other) return [{ file, line: 1, message: 'There is no such lesson in English.' }]
      return differences(lessonOutline(other), lessonOutline(lesson), file)
    }),
    ...glossaryDifferences(original, translated),
    ...translated.exercises.flatMap((exercise) => {
      const file = `${exercise.folder}/README.${language}.md`
      const other = original.exercises.find(({ folder }) => folder === exercise.folder)
      return other ? differences(exerciseOutline(other), exerciseOutline(exercise), file) : []
    }),
  ]
}

/** A language without a glossary of its own has the original's. */
function glossaryDifferences(original: Course, translated: Course): Problem[] {
  const words = ({ glossary }: Course) => ({ words: glossary.words.map(({ id }) => id) })
  const file = `lessons/${translated.catalogue.language}/${glossaryFileName}`
  return differences(words(original), words(translated), file)
}

function lessonOutline(lesson: Lesson): Outline {
  return {
    sections: lesson.sections.map(({ id }) => id),
    cells: blocksOf(lesson, 'cell').map(({ index }) => `cell ${index + 1}`),
    predictions: blocksOf(lesson, 'prediction').map(({ id, form }) => `${id} (${form})`),
    figures: blocksOf(lesson, 'figure').map(({ index }) => `figure ${index + 1}`),
    exercises: lesson.exercises,
    minutes: [String(lesson.minutes)],
  }
}

function exerciseOutline(exercise: Exercise): Outline {
  return {
    lesson: [`${exercise.lesson}#${exercise.section}`],
    kernel: exercise.kernel,
    hints: exercise.hints.map((_, index) => `hint ${index + 1}`),
    minutes: [String(exercise.minutes)],
  }
}

function differences(original: Outline, translated: Outline, file: string): Problem[] {
  return Object.entries(original).flatMap(([name, wanted]) => {
    const found = translated[name] ?? []
    if (wanted.join('\n') === found.join('\n')) return []
    const missing = wanted.filter((item) => !found.includes(item))
    const added = found.filter((item) => !wanted.includes(item))
    const told = [
      missing.length > 0 ? `English has ${missing.join(', ')}` : '',
      added.length > 0 ? `only this one has ${added.join(', ')}` : '',
    ].filter((part) => part !== '')
    const message = told.length > 0 ? told.join('; ') : 'the order is another than in English'
    return [{ file, line: 1, message: `${name}: ${message}. They are the same in every language.` }]
  })
}
