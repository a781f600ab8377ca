/** The course as its files make it: lessons with their exercises, languages, links, and what is wrong with them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compileCourse, courseLanguages } from '#course/compile/course.ts'

let root = ''

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'course-'))
})
afterEach(() => rmSync(root, { recursive: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

function lesson(title: string, exercises: string, body: string): string {
  return `---\ntitle: ${title}\nminutes: 5\nexercises: [${exercises}]\n---\n\n${body}\n`
}

function exercise(folder: string, home: string, title = 'An exercise'): void {
  const hints = [1, 2, 3].map((number) => `## Hint ${number} — look\n\nThere.`).join('\n\n')
  const wrong = '## Misconceptions\n\n- `a`: No.\n- `b`: No.'
  const front = `---\ntitle: ${title}\nlesson: ${home}\nminutes: 5\n---`
  write(`exercises/${folder}/README.md`, `${front}\n\nDo it.\n\n${hints}\n\n${wrong}\n`)
  write(`exercises/${folder}/misconceptions/a.ts`, '')
  write(`exercises/${folder}/misconceptions/b.ts`, '')
}

const told = async (language = 'en') =>
  (await compileCourse(root, language)).problems.map(
    ({ file, line, message }) => `${file}:${line}: ${message}`,
  )

describe('the course', () => {
  it('has its lessons in order, with their exercises in the order of the lesson', async () => {
    write('lessons/en/01-b.md', lesson('B', '', '## One {#one}'))
    write('lessons/en/00-a.md', lesson('A', 'second, first', '## One {#one}\n\n## Two {#two}'))
    exercise('00-a/01-first', '00-a#one')
    exercise('00-a/02-second', '00-a#two')
    const { catalogue, problems } = await compileCourse(root, 'en')
    expect(problems).toEqual([])
    expect(catalogue.lessons.map(({ id }) => id)).toEqual(['00-a', '01-b'])
    expect(catalogue.lessons[0]).toMatchObject({
      sections: [
        { id: 'one', title: 'One' },
        { id: 'two', title: 'Two' },
      ],
      exercises: [
        { name: 'second', folder: 'exercises/00-a/02-second', section: 'two' },
        { name: 'first', section: 'one' },
      ],
    })
  })

  it('takes from English what a language does not have yet', async () => {
    write('lessons/en/00-a.md', lesson('A', 'first', '## One {#one}'))
    write('lessons/en/01-b.md', lesson('B', '', '## One {#one}'))
    write('lessons/zh-CN/00-a.md', lesson('甲', 'first', '## 一 {#one}'))
    exercise('00-a/01-first', '00-a#one')
    expect(courseLanguages(root)).toEqual(['en', 'zh-CN'])
    const { catalogue, exercises } = await compileCourse(root, 'zh-CN')
    expect(catalogue.lessons.map(({ title }) => title)).toEqual(['甲', 'B'])
    expect(exercises.map(({ title }) => title)).toEqual(['An exercise'])
  })

  it('can be empty', async () => {
    expect((await compileCourse(root, 'en')).catalogue).toEqual({ language: 'en', lessons: [] })
  })
})

describe('links', () => {
  const link = (target: string) => lesson('A', '', `## One {#one}\n\n[x](${target})`)

  it.each(['lesson:00-a#one', 'lesson:00-a', 'lesson:#one', 'https://example.org/'])(
    'may go to %s',
    async (target) => {
      write('lessons/en/00-a.md', link(target))
      expect(await told()).toEqual([])
    },
  )

  it.each([
    ['lesson:00-a#on', 'The lesson "00-a" has no section "on". Is it "one"?'],
    ['lesson:00-b#one', 'There is no lesson "00-b".'],
    ['exercise:first', 'There is no exercise "first".'],
    [
      'other.md',
      'A link to "other.md" goes nowhere: use https:, lesson:<lesson>#<section> or exercise:<name>.',
    ],
  ])('may not go to %s', async (target, message) => {
    write('lessons/en/00-a.md', link(target))
    expect(await told()).toEqual([`lessons/en/00-a.md:9: ${message}`])
  })
})

describe('exercises and lessons must agree', () => {
  it('on names: each is unique in the course', async () => {
    write('lessons/en/00-a.md', lesson('A', 'same', '## One {#one}'))
    exercise('00-a/01-same', '00-a#one')
    exercise('00-a/02-same', '00-a#one')
    expect(await told()).toEqual([
      'exercises/00-a/02-same/README.md:1: The name "same" is taken by exercises/00-a/01-same; names are unique.',
    ])
  })

  it('on what belongs to a lesson', async () => {
    write('lessons/en/00-a.md', lesson('A', 'gone', '## One {#one}'))
    exercise('00-a/01-first', '00-b#one')
    expect(await told()).toEqual([
      'lessons/en/00-a.md:1: There is no exercise "gone".',
      'lessons/en/00-a.md:1: exercises: "first" (exercises/00-a/01-first) is not in the list.',
      'exercises/00-a/01-first/README.md:1: There is no lesson "00-b".',
      'exercises/00-a/01-first/README.md:1: The folder belongs to lesson "00-a", the front matter says "00-b".',
    ])
  })
})
