/** What can only be checked when all lessons and exercises are known: links, names, and that each has its place. */
import type { Block } from '#text/blocks.ts'
import type { CompiledExercise } from './exercise.ts'
import type { CompiledGlossary } from './glossary.ts'
import type { CompiledLesson } from './lesson.ts'
import type { Link } from './markdown.ts'
import type { Report } from './source.ts'

/** Adds problems to the reports of the lessons and exercises they are in. */
export function checkCourse(
  lessons: readonly CompiledLesson[],
  exercises: readonly CompiledExercise[],
  glossary: CompiledGlossary,
): void {
  const known: Known = {
    sections: new Map(
      lessons.map(({ lesson }) => [lesson.id, new Set(lesson.sections.map(({ id }) => id))]),
    ),
    exercises: new Set(exercises.map(({ exercise }) => exercise.name)),
  }
  for (const { links, report, lesson } of lessons) checkLinks(links, report, known, lesson.id)
  checkLinks(glossary.links, glossary.report, known, '')
  for (const { links, report, exercise } of exercises)
    checkLinks(links, report, known, exercise.lesson)
  checkPlaces(lessons, exercises)
}

interface Known {
  readonly sections: ReadonlyMap<string, ReadonlySet<string>>
  readonly exercises: ReadonlySet<string>
}

function checkLinks(links: readonly Link[], report: Report, known: Known, here: string): void {
  for (const { target, line } of links) {
    const problem = problemWith(target, known, here)
    if (problem) report.add(line, problem)
  }
}

function problemWith(target: string, { sections, exercises }: Known, here: string): string | null {
  const [, scheme = '', rest = ''] = target.match(/^([a-z]*):?(.*)$/s) ?? []
  if (scheme === 'https' || scheme === 'http') return webProblem(target)
  if (scheme === 'exercise')
    return exercises.has(rest) ? null : `There is no exercise "${rest}".${nearest(rest, exercises)}`
  if (scheme !== 'lesson')
    return `A link to "${target}" goes nowhere: use https:, lesson:<lesson>#<section> or exercise:<name>.`
  const [lesson = '', section] = rest.split('#')
  const found = sections.get(lesson === '' ? here : lesson)
  if (!found) return `There is no lesson "${lesson}".${nearest(lesson, sections.keys())}`
  if (section === undefined || found.has(section)) return null
  return `The lesson "${lesson}" has no section "${section}".${nearest(section, found)}`
}

/** By its form only: whether somebody answers there changes by the day. */
function webProblem(target: string): string | null {
  if (!target.startsWith('https:')) return `Say https: instead of http: for "${target}".`
  const isAddress = URL.canParse(target) && new URL(target).hostname.includes('.')
  return isAddress ? null : `"${target}" is no web address.`
}

/** A name that begins alike, as a help to find the slip. */
function nearest(name: string, names: Iterable<string>): string {
  const close = [...names].find(
    (other) =>
      other.includes(name) || name.includes(other) || other.slice(0, 4) === name.slice(0, 4),
  )
  return close && name ? ` Is it "${close}"?` : ''
}

/** Names are unique, each exercise is listed by the lesson of its folder, and each one shown is listed. */
function checkPlaces(
  lessons: readonly CompiledLesson[],
  exercises: readonly CompiledExercise[],
): void {
  const byName = new Map<string, CompiledExercise>()
  for (const compiled of exercises) {
    const { exercise, report } = compiled
    const other = byName.get(exercise.name)
    if (other)
      report.add(
        1,
        `The name "${exercise.name}" is taken by ${other.exercise.folder}; names are unique.`,
      )
    else byName.set(exercise.name, compiled)
    const folder = exercise.folder.split('/')[1]
    if (exercise.lesson !== '' && exercise.lesson !== folder)
      report.add(
        1,
        `The folder belongs to lesson "${folder}", the front matter says "${exercise.lesson}".`,
      )
    const home = lessons.find(({ lesson }) => lesson.id === folder)
    if (home && !home.lesson.exercises.includes(exercise.name))
      home.report.add(1, `exercises: "${exercise.name}" (${exercise.folder}) is not in the list.`)
  }
  for (const { lesson, report } of lessons) {
    const blocks = lesson.sections.flatMap((section) => section.blocks)
    for (const name of exercisesShown(blocks)) {
      if (!lesson.exercises.includes(name))
        report.add(1, `exercises: "${name}" is offered in the text but not in the list.`)
    }
  }
}

function exercisesShown(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => (block.kind === 'exercise' ? [block.name] : []))
}
