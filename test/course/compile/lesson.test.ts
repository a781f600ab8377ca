/** A lesson as its Markdown makes it: sections, prose, cells, predictions, figures, and what its author is told. */
import { describe, expect, it } from 'vitest'
import type { Block } from '#text/blocks.ts'
import { compileLesson } from '#course/compile/lesson.ts'
import type { Lesson } from '#course/model.ts'

const head = ['---', 'title: Cache types', 'minutes: 40', 'exercises: [refill]', '---', '']

/** Compiles a lesson whose body begins at line 7. */
async function compile(body: string): Promise<Lesson> {
  const text = [...head, body].join('\n')
  const { lesson } = await compileLesson({ id: '01-cache-types', file: 'l.md', text })
  return lesson
}

async function blocks(body: string): Promise<readonly Block[]> {
  const { sections, problems } = await compile(`## One {#one}\n\n${body}`)
  expect(problems).toEqual([])
  return sections[0]?.blocks ?? []
}

/** `line: message` of everything the author has to mend. */
async function problems(body: string): Promise<string[]> {
  const { problems: found } = await compile(body)
  return found.map(({ line, message }) => `${line}: ${message}`)
}

const fence = (info: string, ...lines: string[]) => ['```' + info, ...lines, '```'].join('\n')

describe('a lesson', () => {
  it('has its title, time and exercises from the front matter', async () => {
    const { title, minutes, exercises } = await compile('## One {#one}')
    expect({ title, minutes, exercises }).toEqual({
      title: 'Cache types',
      minutes: 40,
      exercises: ['refill'],
    })
  })

  it('is cut into sections by its ## headings, whose ids stand in braces', async () => {
    const { sections } = await compile('## Why `kfree` waits {#why}\n\ntext\n\n## 第二 {#two}')
    expect(sections.map(({ id, title }) => [id, title])).toEqual([
      ['why', 'Why kfree waits'],
      ['two', '第二'],
    ])
  })
})

describe('prose', () => {
  it('keeps styles as runs', async () => {
    expect(await blocks('a **b** *c* `d` [e](https://e.org/) &lt;')).toEqual([
      {
        kind: 'prose',
        runs: [
          { text: 'a ', style: 'plain' },
          { text: 'b', style: 'strong' },
          { text: ' ', style: 'plain' },
          { text: 'c', style: 'emphasis' },
          { text: ' ', style: 'plain' },
          { text: 'd', style: 'code' },
          { text: ' ', style: 'plain' },
          { text: 'e', style: 'link', target: 'https://e.org/' },
          { text: ' <', style: 'plain' },
        ],
      },
    ])
  })

  it('flows over line breaks, and in Chinese without a space', async () => {
    expect(await blocks('one\ntwo')).toMatchObject([{ runs: [{ text: 'one two' }] }])
    expect(await blocks('内核\n分配')).toMatchObject([{ runs: [{ text: '内核分配' }] }])
  })

  it('has styles in tight lists too, and boxes once', async () => {
    expect(await blocks('- **a** `b`\n- [x] c\n  1. d')).toMatchObject([
      {
        kind: 'list',
        start: null,
        items: [
          [{ kind: 'prose', runs: [{ style: 'strong' }, { text: ' ' }, { style: 'code' }] }],
          [
            { kind: 'prose', runs: [{ text: '[x] c' }] },
            { kind: 'list', start: 1, items: [[{ kind: 'prose', runs: [{ text: 'd' }] }]] },
          ],
        ],
      },
    ])
  })

  it('has tables with alignment, and quotes', async () => {
    expect(await blocks('| a | b |\n| :-: | --: |\n| 1 | `2` |')).toMatchObject([
      { kind: 'table', align: ['center', 'right'], rows: [[[{ text: '1' }], [{ style: 'code' }]]] },
    ])
    expect(await blocks('> **In the kernel:** x')).toMatchObject([{ kind: 'quote' }])
  })

  it('turns the way into an exercise into a block of its own', async () => {
    expect(await blocks('**Exercise:** [refill](exercise:refill). Write it.')).toMatchObject([
      { kind: 'exercise', name: 'refill' },
    ])
    expect(await blocks('See [refill](exercise:refill).')).toMatchObject([{ kind: 'prose' }])
  })
})

describe('cells', () => {
  const body = [
    fence('ts run', 'const a = 1', 'print(a)'),
    fence('yaml predict', 'ask: How *many*?', 'kind: number', 'answer: a', 'wrong: { 2: No. }'),
    fence('output', '1'),
    fence('figure', 'slabs(cache)', 'caption: The **slabs**.'),
    fence('ts', 'const shown = 1'),
  ].join('\n\n')

  it('know their code, their line and what they print', async () => {
    const [cell] = await blocks(body)
    expect(cell).toEqual({
      kind: 'cell',
      index: 0,
      code: 'const a = 1\nprint(a)',
      line: 10,
      output: '1',
    })
  })

  it('are followed by predictions with an id that stays', async () => {
    const [, prediction] = await blocks(body)
    expect(prediction).toMatchObject({
      kind: 'prediction',
      index: 0,
      id: 'one/1',
      form: 'number',
      ask: [{ text: 'How ' }, { text: 'many', style: 'emphasis' }, { text: '?' }],
      wrong: { 2: [{ text: 'No.' }] },
    })
  })

  it('and by figures with a caption; other code is only shown', async () => {
    const [, , figure, code] = await blocks(body)
    expect(figure).toMatchObject({ kind: 'figure', index: 0, caption: [{}, { text: 'slabs' }, {}] })
    expect(code).toEqual({ kind: 'code', language: 'ts', text: 'const shown = 1' })
  })

  it('make one program with the answers and the figures, in order, with the lines they came from', async () => {
    const { program } = await compile(`## One {#one}\n\n${body}`)
    expect(program.steps).toEqual([
      { kind: 'cell', index: 0, line: 10, from: 0 },
      { kind: 'prediction', index: 0, line: 17, from: 3 },
      { kind: 'figure', index: 0, line: 26, from: 6 },
    ])
    const lineOf = (text: string) =>
      program.lines[program.code.split('\n').findIndex((line) => line.includes(text))]
    expect([lineOf('const a'), lineOf('print'), lineOf('(a)'), lineOf('slabs')]).toEqual([
      10, 11, 11, 26,
    ])
  })

  it('lose their types and keep their lines', async () => {
    const typed = fence('ts run', 'interface A {', '  x: number', '}', '', 'const a: A = { x: 1 }')
    const { program } = await compile(`## One {#one}\n\n${typed}`)
    expect(program.code).not.toContain('interface')
    expect(program.lines[0]).toBe(14)
  })
})

describe('what an author did wrong is told with its line', () => {
  it.each([
    ['no id', '## One', ['7: The section "One" has no id: end its heading with {#a-short-name}.']],
    [
      'a bad id',
      '## One {#Eins!}',
      ['7: {#Eins!}: an id is small letters, digits and single dashes.'],
    ],
    [
      'an id twice',
      '## One {#one}\n\n## Two {#one}',
      ['9: {#one} is already the id of another section of this lesson.'],
    ],
    [
      'text before the first section',
      'Hello.',
      ['7: A lesson begins with a section: put a ## heading with an {#id} first.'],
    ],
    [
      'an output without a cell',
      `## One {#one}\n\n${fence('output', '1')}`,
      ['9: This output belongs to no cell: a "ts run" block must stand above it.'],
    ],
    [
      'two outputs for one cell',
      `## One {#one}\n\n${fence('ts run', '1')}\n\n${fence('output')}\n\n${fence('output')}`,
      ['16: The cell above has an output already.'],
    ],
    [
      'a cell that does not parse',
      `## One {#one}\n\n${fence('ts run', 'const a = 1', 'const b = (')}`,
      ['11: This cell does not parse: Unexpected end of file.'],
    ],
    [
      'a figure that does not parse',
      `## One {#one}\n\n${fence('figure', 'slabs(')}`,
      ['10: This figure does not parse: Expected ")" but found end of file.'],
    ],
    [
      'a name declared by two cells',
      `## One {#one}\n\n${fence('ts run', 'const a = 1')}\n\n${fence('ts run', '', 'const a = 2')}`,
      ["15: The cells do not run together: Identifier 'a' has already been declared."],
    ],
    [
      'HTML',
      '## One {#one}\n\nText with <b>bold</b>.',
      ['9: HTML has no place in a lesson: <b>', '9: HTML has no place in a lesson: </b>'],
    ],
    [
      'a cell inside a list',
      '## One {#one}\n\n- item\n\n  ```ts run\n  print(1)\n  ```',
      [
        '11: A "ts run" block belongs at the top level of a lesson, not into a list, a quote or an exercise.',
      ],
    ],
  ])('%s', async (_, body, expected) => {
    expect(await problems(body)).toEqual(expected)
  })

  const items = [
    'items:',
    ...['a', 'b', 'c'].map((value) => `  - { value: ${value}, label: ${value} }`),
  ]
  const prediction = (...lines: string[]) => `## One {#one}\n\n${fence('yaml predict', ...lines)}`

  it.each([
    [
      'broken YAML',
      ['ask: [a'],
      [
        '10: The YAML does not parse: Flow sequence in block collection must be sufficiently indented and end with a ].',
      ],
    ],
    ['no answer', ['ask: a', 'kind: number'], ['10: answer: is missing.']],
    [
      'an answer written down',
      ['ask: a', 'kind: number', 'answer: 26'],
      ['12: answer: must be an expression of the lesson, so that the machine computes it.'],
    ],
    [
      'an unknown name',
      ['ask: a', 'kind: number', 'answer: x', 'becuase: b'],
      ['13: becuase: is not a known name here.'],
    ],
    [
      'an unknown kind',
      ['ask: a', 'kind: essay', 'answer: x'],
      ['11: kind: must be "number", "choice" or "order".'],
    ],
    [
      'an answer in quotes',
      ['ask: a', 'kind: number', "answer: '4096 * 2'"],
      ['12: answer: nothing in it comes from the machine; it must be computed.'],
    ],
    [
      'an order written down',
      ['ask: a', 'kind: order', ...items, "answer: \"['b', 'a', 'c']\""],
      ['16: answer: nothing in it comes from the machine; it must be computed.'],
    ],
    [
      'nothing to order',
      ['ask: a', 'kind: order', 'answer: x'],
      ['9: items: is missing. An order needs a list of value and label.'],
    ],
    [
      'choices to order',
      [
        'ask: a',
        'kind: order',
        ...items,
        ...items.map((l) => l.replace('items', 'choices')),
        'answer: x',
      ],
      ['16: choices: only a prediction of kind "choice" has them.'],
    ],
    [
      'items that no answer could name',
      ['ask: a', 'kind: order', ...items, '  - { value: "d, e", label: D }', 'answer: x'],
      ['12: items: the value "d, e" must be one word without commas.'],
    ],
    [
      'too little to order',
      ['ask: a', 'kind: order', ...items.slice(0, 3), 'answer: x'],
      ['13: items: must be at least three; two are a choice.'],
    ],
    [
      'sentences about things that are not there',
      ['ask: a', 'kind: order', ...items, 'answer: x', 'wrong: { a before d: No., a: No. }'],
      [
        '17: wrong: "d" is none of the items.',
        '17: wrong: "a" must say which of two stands too early: a before b.',
      ],
    ],
    [
      'no choices',
      ['ask: a', 'kind: choice', 'answer: x'],
      ['9: choices: is missing. A choice needs a list of value and label.'],
    ],
    [
      'a wrong answer that is no choice',
      [
        'ask: a',
        'kind: choice',
        'choices:',
        '  - { value: a, label: A }',
        '  - { value: b, label: B }',
        'answer: x',
        'wrong: { c: No. }',
      ],
      ['16: wrong: "c" is none of the choices.'],
    ],
    [
      'a wrong answer that is no number',
      ['ask: a', 'kind: number', 'answer: x', 'wrong: { many: No. }'],
      ['13: wrong: "many" is not a number.'],
    ],
    [
      'an answer that does not parse',
      ['ask: a', 'kind: number', 'answer: "a +"'],
      ['12: This answer does not parse: Unexpected ")".'],
    ],
  ])('a prediction with %s', async (_, lines, expected) => {
    expect(await problems(prediction(...lines))).toEqual(expected)
  })

  it('no front matter, or a wrong one', async () => {
    const told = async (text: string) => {
      const { lesson } = await compileLesson({ id: 'x', file: 'l.md', text })
      return lesson.problems.map(({ line, message }) => `${line}: ${message}`)
    }
    expect(await told('## One {#one}')).toEqual([
      '1: The file must begin with front matter: title, minutes, exercises.',
    ])
    expect(await told('---\ntitle: x\nminutes: soon\n---\n')).toEqual([
      '3: minutes: must be a number of minutes.',
    ])
  })
})

describe('a question about an order', () => {
  const lines = ['ask: a', 'kind: order', 'items:']
  const items = ['one', 'two', 'three', 'four', 'five']
  const listed = items.map((value) => `  - { value: ${value}, label: the *${value}* }`)
  const body = fence(
    'yaml predict',
    ...lines,
    ...listed,
    'answer: x',
    'wrong: { one before two: No. }',
  )

  it('shows its items mixed, and always in the same way', async () => {
    const [[block], [again]] = [await blocks(body), await blocks(body)]
    if (block?.kind !== 'prediction') throw new Error('no prediction')
    const values = block.choices.map(({ value }) => value)
    expect(values).not.toEqual(items)
    expect(values.toSorted()).toEqual(items.toSorted())
    expect(block.form).toBe('order')
    expect(again).toEqual(block)
  })
})

describe('after a mistake', () => {
  it('the rest of the lesson is still there', async () => {
    const body = [
      '## One {#one}',
      fence('ts run', 'const a = ('),
      'Text.',
      fence('yaml predict', 'ask: ['),
      '## Two {#two}',
      'More text.',
    ].join('\n\n')
    const { sections } = await compile(body)
    expect(sections.map(({ blocks: all }) => all.map(({ kind }) => kind))).toEqual([
      ['cell', 'prose'],
      ['prose'],
    ])
  })
})
