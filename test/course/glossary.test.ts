/** The glossary: compiled like a lesson, and found in the text of a section. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { compileCourse, courseLanguages } from '#course/compile/course.ts'
import { compileGlossary } from '#course/compile/glossary.ts'
import { namesOf, wordsIn, wordsMatching } from '#course/glossary.ts'
import type { GlossaryWord } from '#course/model.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

function compile(...lines: string[]) {
  const { words, report } = compileGlossary(
    'g.md',
    ['---', 'title: Words', '---', ...lines].join('\n'),
  )
  return { words, problems: report.sorted().map(({ line, message }) => `${line}: ${message}`) }
}

describe('a word', () => {
  it('has a meaning, perhaps other names, and perhaps a section that teaches it', () => {
    const { words, problems } = compile(
      '## array cache {#array-cache}',
      '',
      '*array, array_cache*',
      '',
      'A *stack* of `objects`.',
      '',
      '[The array](lesson:01-cache-types#in-the-array)',
      '## PDE {#pde}',
      '',
      'An entry.',
    )
    expect(problems).toEqual([])
    expect(words).toMatchObject([
      {
        id: 'array-cache',
        word: 'array cache',
        also: ['array', 'array_cache'],
        meaning: [{ text: 'A ' }, { style: 'emphasis' }, {}, { style: 'code' }, {}],
        taught: { lesson: '01-cache-types', section: 'in-the-array' },
      },
      { id: 'pde', word: 'PDE', also: [], taught: null },
    ])
  })

  it.each([
    [
      'no id',
      ['## slab', '', 'A run.'],
      ['4: "slab" has no id: end its heading with {#a-short-name}.'],
    ],
    [
      'no meaning',
      ['## slab {#slab}', '', '*run*'],
      ['4: "slab" has no meaning: write one paragraph below it.'],
    ],
    [
      'two meanings',
      ['## slab {#slab}', '', 'One.', '', 'Two.'],
      ['8: "slab" has two meanings: one paragraph is enough.'],
    ],
    [
      'an id twice',
      ['## a {#a}', '', 'A.', '', '## b {#a}', '', 'B.'],
      ['8: {#a} is already the id of another word.'],
    ],
    [
      'a list',
      ['## a {#a}', '', '- A.'],
      [
        '4: "a" has no meaning: write one paragraph below it.',
        '6: Only paragraphs stand here, each below the ## heading of a word.',
      ],
    ],
    [
      'a link elsewhere',
      ['## a {#a}', '', 'A.', '', '[x](https://e.org)'],
      ['8: The link below a word goes to lesson:<lesson>#<section>.'],
    ],
  ])('with %s is told to its author', (_, lines, expected) => {
    expect(compile(...lines).problems).toEqual(expected)
  })
})

describe('words in a text', () => {
  const word = (name: string, ...also: string[]): GlossaryWord => ({
    id: name,
    word: name,
    also,
    meaning: [],
    taught: null,
  })
  const words = [word('page'), word('slab'), word('array cache', 'the array'), word('页')]
  const found = (text: string) => wordsIn(text, words).map((each) => each.word)

  it('are found by any of their names, in the order of the text', () => {
    expect(found('Slabs are cut. The array holds pages of slabs.')).toEqual([
      'slab',
      'array cache',
      'page',
    ])
  })

  it('stand alone: a part of another word is none, except where nothing is between words', () => {
    expect(found('slabinfo, pager, homepage, mm/slab.c')).toEqual([])
    expect(found('一页内存')).toEqual(['页'])
  })

  it('match by a part of a name, whatever its case', () => {
    expect(wordsMatching('ARR', words).map((each) => each.word)).toEqual(['array cache'])
    expect(wordsMatching(' ', words)).toEqual(words)
  })
})

describe('the glossary of the course', async () => {
  const original = (await compileCourse(root, 'en')).glossary

  it.each(courseLanguages(root))(
    'in %s has nothing to mend, and the words of the English one',
    async (language) => {
      const { glossary } = await compileCourse(root, language)
      expect(glossary.problems).toEqual([])
      expect(glossary.words.map(({ id }) => id)).toEqual(original.words.map(({ id }) => id))
    },
  )

  it('has each name once', () => {
    const names = original.words.flatMap(namesOf).map((name) => name.toLowerCase())
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  it('is in the order of the alphabet, so that it can be read as a page', () => {
    const text = readFileSync(`${root}lessons/en/glossary.md`, 'utf8')
    const words = Array.from(text.matchAll(/^## (.*?) \{/gm), ([, word = '']) => word.toLowerCase())
    expect(words).toEqual(words.toSorted())
  })
})
