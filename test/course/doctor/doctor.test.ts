/** The doctor on a course that is damaged in every way there is: it sees exactly that, and nothing else. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Diagnosis, examine } from '#course/doctor/index.ts'
import type { Problem } from '#course/model.ts'
import { temporaryFolder } from '../folder.ts'
import { type Files, soundExercise, soundLesson, writeFiles } from './course.ts'
import { type Damage, exerciseDamages, lessonDamages } from './damages.ts'

const runtime = resolve('dist/grader')
const home = '00-home'
const twoDigits = (number: number) => String(number).padStart(2, '0')
const exerciseName = (index: number) => `double-${index}`
const folderOf = (index: number) => `exercises/${home}/${twoDigits(index)}-${exerciseName(index)}`
const lessonOf = (index: number) => `${twoDigits(index + 1)}-damaged`

function below(folder: string, files: Files): Files {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]),
  )
}

function damagedExercise(index: number, { damage }: Damage): Files {
  const sound = soundExercise(home)
  return below(folderOf(index), { ...sound, ...withoutMissing(sound, damage(sound)) })
}

/** A file that never was need not be taken away. */
function withoutMissing(sound: Files, damaged: Files): Files {
  return Object.fromEntries(
    Object.entries(damaged).filter(([path, text]) => text !== null || path in sound),
  )
}

/** Files first written and then taken away are not written at all. */
function present(files: Files): Files {
  return Object.fromEntries(Object.entries(files).filter(([, text]) => text !== null))
}

function damagedLesson(index: number, { damage }: Damage): Files {
  const sound = { 'lesson.md': soundLesson(lessonOf(index)) }
  return { [`lessons/en/${lessonOf(index)}.md`]: damage(sound)['lesson.md'] ?? '' }
}

let root = ''
let diagnosis: Diagnosis

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'kmalloc-doctor-'))
  const names = [...exerciseDamages.keys(), exerciseDamages.length].map(exerciseName)
  writeFiles(root, { [`lessons/en/${home}.md`]: soundLesson(home, names) })
  for (const [index, damage] of exerciseDamages.entries())
    writeFiles(root, present(damagedExercise(index, damage)))
  writeFiles(root, below(folderOf(exerciseDamages.length), soundExercise(home)))
  for (const [index, damage] of lessonDamages.entries())
    writeFiles(root, damagedLesson(index, damage))
  diagnosis = await examine({ root, runtime })
}, 120_000)
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** What is told of a folder or a file, without its path. */
function told(path: string, separator: string): string[] {
  return diagnosis.problems
    .filter(({ file }) => file === path || file.startsWith(`${path}/`))
    .map(({ file, line, message }) => {
      const name = file === path ? '' : file.slice(path.length + 1)
      return `${name}${separator}${line}: ${message}`
    })
}

/** Sentences that end in the words of somebody else are compared as far as they are ours. */
function expectTold(found: readonly string[], expected: readonly string[]): void {
  const shortened = found.map((text, index) => text.slice(0, expected[index]?.length))
  expect(shortened, found.join('\n')).toEqual(expected)
}

describe('a damaged exercise', () => {
  test.for(exerciseDamages.map((damage, index) => [damage.what, damage, index] as const))(
    '%s',
    ([, { told: expected }, index]) => expectTold(told(folderOf(index), ':'), expected),
  )
})

describe('a damaged lesson', () => {
  test.for(lessonDamages.map((damage, index) => [damage.what, damage, index] as const))(
    '%s',
    ([, { told: expected }, index]) => {
      const id = lessonOf(index)
      const named = expected.map((text) => text.replaceAll('LESSON', id))
      expectTold(told(`lessons/en/${id}.md`, ''), named)
    },
  )
})

describe('what is sound', () => {
  test('has nothing to mend', () => {
    expect(told(folderOf(exerciseDamages.length), ':')).toEqual([])
    expect(told(`lessons/en/${home}.md`, '')).toEqual([])
  })

  test('is counted, so that silence about nothing does not pass for health', () => {
    expect(diagnosis.examined).toMatchObject({
      lessons: lessonDamages.length + 1,
      exercises: exerciseDamages.length + 1,
    })
  })
})

describe('the course as a whole', () => {
  async function problemsOf(files: Files): Promise<string[]> {
    const folder = mkdtempSync(join(tmpdir(), 'kmalloc-doctor-'))
    try {
      const sound = soundExercise(home)
      writeFiles(folder, { [`lessons/en/${home}.md`]: soundLesson(home, ['double']) })
      writeFiles(folder, below(`exercises/${home}/01-double`, sound))
      writeFiles(folder, files)
      const { problems } = await examine({ root: folder, runtime })
      return problems.map(({ file, line, message }: Problem) => `${file}:${line}: ${message}`)
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  test('may not have one name twice, nor one number', async () => {
    const files = below(`exercises/${home}/01-again`, soundExercise(home))
    const lesson = soundLesson(home, ['double', 'again'])
    expect(await problemsOf({ ...files, [`lessons/en/${home}.md`]: lesson })).toEqual([
      `exercises/${home}/01-double:1: The number 01 is taken by 01-again.`,
    ])
    const same = below(`exercises/${home}/02-double`, soundExercise(home))
    expect(await problemsOf(same)).toEqual([
      `exercises/${home}/02-double/README.md:1: The name "double" is taken by exercises/${home}/01-double; names are unique.`,
    ])
  })

  test('has nothing beside lessons and exercises in their folders', async () => {
    expect(
      await problemsOf({
        'lessons/notes.txt': '',
        'lessons/en/draft.txt': '',
        'lessons/en/Loose.md': soundLesson('Loose'),
        'exercises/loose.ts': '',
        [`exercises/${home}/loose.ts`]: '',
        'exercises/07-nowhere/01-x/README.md': '',
      }),
    ).toEqual(
      expect.arrayContaining([
        'exercises/07-nowhere:1: There is no lesson lessons/en/07-nowhere.md; the folder is called as it.',
        expect.stringMatching(/^exercises\/loose\.ts:1: This has no place here/),
        expect.stringMatching(/^exercises\/00-home\/loose\.ts:1: This has no place here/),
        expect.stringMatching(/^lessons\/en\/draft\.txt:1: This has no place here/),
        'lessons/en/Loose.md:1: The name is two digits, then words of small letters: 02-objects-per-slab.',
        expect.stringMatching(/^lessons\/notes\.txt:1: This has no place here/),
      ]),
    )
  })

  test('is examined whatever links to nothing and folders lie where files should be', async () => {
    const root = temporaryFolder()
    writeFiles(root, { [`lessons/en/${home}.md`]: soundLesson(home, ['double']) })
    writeFiles(root, below(`exercises/${home}/01-double`, soundExercise(home)))
    mkdirSync(join(root, 'lessons/en/09-folder.md'))
    symlinkSync(join(root, 'gone'), join(root, `exercises/${home}/01-double/cheats/gone.ts`))
    const { problems } = await examine({ root, runtime })
    expect(problems.map(({ file, message }) => `${file}: ${message}`)).toEqual([
      expect.stringMatching(
        /cheats\/gone\.ts: This has no place here: .* a link to one that is gone/,
      ),
      expect.stringMatching(/09-folder\.md: This has no place here/),
    ])
  })

  test('has the same outline in every language', async () => {
    const translated = soundLesson(home, ['double'])
    const readme = soundExercise(home)['README.md'] ?? ''
    const path = `exercises/${home}/01-double/README.zh-CN.md`
    expect(await problemsOf({ [`lessons/zh-CN/${home}.md`]: translated, [path]: readme })).toEqual(
      [],
    )
    const damaged = translated
      .replace('## Numbers {#numbers}', '## 数 {#shu}')
      .replace('minutes: 5', 'minutes: 6')
      .replace('#numbers)', '#shu)')
    const problems = await problemsOf({
      [`lessons/zh-CN/${home}.md`]: damaged,
      [path]: readme.replace('kernel: [PAGE_SIZE]', 'kernel: []'),
    })
    expect(problems).toEqual([
      `${path}:1: The lesson "${home}" has no section "numbers".`,
      `${path}:1: kernel: English has PAGE_SIZE. They are the same in every language.`,
      expect.stringMatching(
        /zh-CN\/00-home\.md:1: sections: English has numbers; only this one has shu\./,
      ),
      expect.stringMatching(/zh-CN\/00-home\.md:1: predictions: /),
      expect.stringMatching(/zh-CN\/00-home\.md:1: minutes: /),
    ])
  })
})
