/**
 * `npm run new:exercise -- <lesson> <name> [--section <id>]`: makes the skeleton of an exercise and lists it in its
 * lesson. What is missing is asked where somebody can answer.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { compileCourse } from '#course/compile/course.ts'
import type { LessonEntry } from '#course/model.ts'
import { skeleton } from './skeleton.ts'

const usage = 'npm run new:exercise -- <lesson> <name> [--section <id>]'
const example = 'npm run new:exercise -- 01-cache-types objects-per-slab --section objects-per-slab'

/** What was typed cannot be done; the message says what can. */
class Misuse extends Error {}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      section: { type: 'string' },
      root: { type: 'string', default: '.' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    console.log(`${usage}\n\nExample:\n  $ ${example}`)
    return
  }
  if (positionals.length > 2) throw new Misuse(`"${positionals[2]}" is one word too many.`)
  const root = resolve(values.root)
  const { catalogue, exercises } = await compileCourse(root, 'en')
  const lesson = await chooseLesson(catalogue.lessons, positionals[0])
  const name = await chooseName(
    exercises.map((exercise) => exercise.name),
    positionals[1],
  )
  const section = await chooseSection(lesson, values.section)
  const folder = `exercises/${lesson.id}/${nextNumber(root, lesson.id)}-${name}`
  for (const [path, text] of Object.entries(skeleton({ lesson: lesson.id, section, name })))
    writeNew(join(root, folder, path), text)
  listInLesson(root, lesson.id, name)
  console.log(`${folder} is ready. kmalloc-course doctor says what is left to write.`)
}

async function chooseLesson(lessons: readonly LessonEntry[], typed?: string): Promise<LessonEntry> {
  const ids = lessons.map(({ id }) => id)
  const wanted = typed ?? (await ask('list', 'Which lesson does it belong to?', '<lesson>', ids))
  const found = lessons.find(({ id }) => id === wanted || id.startsWith(`${wanted}-`))
  if (found) return found
  throw new Misuse(`There is no lesson "${wanted}". The lessons are: ${ids.join(', ')}.`)
}

async function chooseName(taken: readonly string[], typed?: string): Promise<string> {
  const name = typed ?? (await ask('input', 'What is it called?', '<name>'))
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name))
    throw new Misuse(
      `"${name}" is no name: it is words of small letters, such as objects-per-slab.`,
    )
  if (taken.includes(name)) throw new Misuse(`There is an exercise "${name}" already.`)
  return name
}

async function chooseSection({ id, sections }: LessonEntry, typed?: string): Promise<string> {
  const ids = sections.map((section) => section.id)
  const question = 'Which section has what it takes?'
  const wanted = typed ?? (await ask('list', question, '--section <id>', ids))
  if (ids.includes(wanted)) return wanted
  throw new Misuse(`Lesson ${id} has no section "${wanted}". Its sections are: ${ids.join(', ')}.`)
}

/** Asks where somebody can answer; elsewhere it says what to type. */
async function ask(
  kind: 'input' | 'list',
  message: string,
  missing: string,
  choices: readonly string[] = [],
): Promise<string> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    const known = choices.length === 0 ? '' : ` It is one of: ${choices.join(', ')}.`
    throw new Misuse(`${missing} is missing, and nobody can be asked here.${known}`)
  }
  const { createPromptModule } = await import('inquirer')
  const prompt = createPromptModule()
  const { answer } =
    kind === 'input'
      ? await prompt([{ type: 'input', name: 'answer', message }])
      : await prompt([{ type: 'select', name: 'answer', message, choices: [...choices] }])
  return String(answer).trim()
}

function nextNumber(root: string, lesson: string): string {
  const folder = join(root, 'exercises', lesson)
  const names = existsSync(folder) ? readdirSync(folder) : []
  const numbers = names.map((name) => Number(/^\d+/.exec(name)?.[0] ?? 0))
  return String(Math.max(0, ...numbers) + 1).padStart(2, '0')
}

function writeNew(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  // Never over something that is there.
  writeFileSync(path, text, { flag: 'wx' })
}

/** Every language lists the same exercises; a list that is written in another way is left to the author. */
function listInLesson(root: string, lesson: string, name: string): void {
  for (const language of readdirSync(join(root, 'lessons'))) {
    const path = join(root, 'lessons', language, `${lesson}.md`)
    if (!existsSync(path)) continue
    const text = readFileSync(path, 'utf8')
    const listed = text.replace(/^exercises: \[(.*)\]/m, (_, names: string) => {
      const before = names.trim() === '' ? [] : [names.trim()]
      return `exercises: [${[...before, name].join(', ')}]`
    })
    if (listed === text) console.log(`Add ${name} to the exercises in the front matter of ${path}.`)
    else writeFileSync(path, listed)
  }
}

try {
  await run()
} catch (error) {
  const isMisuse = error instanceof Misuse || (error instanceof TypeError && 'code' in error)
  // Ctrl-C in a question: nothing was made.
  const hasLeft = error instanceof Error && error.name === 'ExitPromptError'
  if (!isMisuse && !hasLeft) throw error
  if (isMisuse) console.error(`${error.message}\n${usage}`)
  process.exitCode = 2
}
