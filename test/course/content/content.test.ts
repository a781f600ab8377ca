/** The built content as commands and screens read it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildContent } from '#build/content.ts'
import { ContentError, openContent } from '#course/content.ts'

let root = ''

const lesson = (title: string) =>
  `---\ntitle: ${title}\nminutes: 5\n---\n\n## One {#one}\n\nText.\n`

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'content-'))
  mkdirSync(join(root, 'lessons/en'), { recursive: true })
  mkdirSync(join(root, 'lessons/zh-CN'), { recursive: true })
  writeFileSync(join(root, 'lessons/en/00-a.md'), lesson('A'))
  writeFileSync(join(root, 'lessons/en/01-b.md'), lesson('B'))
  writeFileSync(join(root, 'lessons/zh-CN/00-a.md'), lesson('甲'))
})
afterEach(() => rmSync(root, { recursive: true }))

const titles = (language: string) =>
  openContent({ root, language }).catalogue.lessons.map(({ title }) => title)

describe('the content', () => {
  it('is what was built, in the language asked for', async () => {
    expect(await buildContent(root)).toEqual([])
    expect(titles('en')).toEqual(['A', 'B'])
    expect(titles('zh-CN')).toEqual(['甲', 'B'])
    expect(openContent({ root, language: 'zh-CN' }).lesson('00-a').sections[0]?.id).toBe('one')
  })

  it('is English in a language there is not, and in what is no language at all', async () => {
    await buildContent(root)
    expect(openContent({ root, language: 'fr' }).language).toBe('en')
    expect(openContent({ root, language: '../../../etc' }).language).toBe('en')
  })

  it('is built although a lesson is wrong, and the author is told once', async () => {
    writeFileSync(join(root, 'lessons/en/01-b.md'), lesson('B').replace(' {#one}', ''))
    const problems = await buildContent(root)
    expect(problems).toEqual([
      {
        file: 'lessons/en/01-b.md',
        line: 6,
        message: 'The section "One" has no id: end its heading with {#a-short-name}.',
      },
    ])
    const content = openContent({ root, language: 'en' })
    expect(content.catalogue.lessons[1]?.problems).toBe(1)
    expect(content.lesson('01-b').problems).toEqual(problems)
  })

  it('says what to do when it is not built, or damaged', async () => {
    expect(() => openContent({ root, language: 'en' }).catalogue).toThrow(ContentError)
    expect(() => openContent({ root, language: 'en' }).catalogue).toThrow('npm run build')
    await buildContent(root)
    writeFileSync(join(root, 'dist/content/en/lessons/00-a.json'), '{')
    expect(() => openContent({ root, language: 'en' }).lesson('00-a')).toThrow('damaged')
  })

  it('has nothing outside its own folder', async () => {
    await buildContent(root)
    writeFileSync(join(root, 'dist/secret.json'), '{}')
    const content = openContent({ root, language: 'en' })
    expect(() => content.lesson('../../../secret')).toThrow('There is no lesson')
    expect(() => content.exercise('nothing')).toThrow(ContentError)
  })
})
