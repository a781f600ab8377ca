/** Blocks for tests: short ways to write them, and generators of any page. */
import * as fc from 'fast-check'
import type { Block, Run } from '#text/blocks.ts'

export function run(text: string, style: Run['style'] = 'plain'): Run {
  return { text, style }
}

export function prose(...runs: readonly (Run | string)[]): Block {
  return { kind: 'prose', runs: runs.map((part) => (typeof part === 'string' ? run(part) : part)) }
}

const word = fc.stringMatching(/^[a-zA-Z0-9_.,:()-]{1,24}$/)
const sentence = (letters: fc.Arbitrary<string>) =>
  fc.array(letters, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '))
const runsOf = (letters: fc.Arbitrary<string>): fc.Arbitrary<Run[]> =>
  fc.array(
    fc.record({
      text: sentence(letters),
      style: fc.constantFrom<Run['style']>('plain', 'strong', 'emphasis', 'code'),
    }),
    { minLength: 1, maxLength: 4 },
  )

/** Pages of every kind of block, nested as deep as an author would; in ASCII, or with Chinese too. */
export function pages(ascii: boolean): fc.Arbitrary<Block[]> {
  const letters = ascii ? word : fc.oneof(word, fc.stringMatching(/^[内核分配，。（）“—”]{1,12}$/u))
  const runs = runsOf(letters)
  const lines = fc.array(sentence(letters), { minLength: 1, maxLength: 4 })
  const flat: fc.Arbitrary<Block>[] = [
    fc.record({ kind: fc.constant('prose'), runs }),
    fc.record({ kind: fc.constant('heading'), level: fc.constantFrom(2, 3), runs }),
    fc.record({
      kind: fc.constant('code'),
      language: fc.constantFrom('ts', 'c', ''),
      text: lines.map((all) => all.join('\n')),
    }),
    fc.record({
      kind: fc.constant('table'),
      align: fc.constant(['left', 'right', 'center']),
      head: fc.array(runs, { minLength: 3, maxLength: 3 }),
      rows: fc.array(fc.array(runs, { minLength: 3, maxLength: 3 }), { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('exercise'), name: word, runs }),
  ]
  const block = fc.letrec<{ block: Block; quote: Block; list: Block }>((tie) => ({
    block: fc.oneof({ depthSize: 'small' }, ...flat, tie('list'), tie('quote')),
    quote: fc.record({
      kind: fc.constant('quote'),
      blocks: fc.array(tie('block'), { minLength: 1, maxLength: 2 }),
    }),
    list: fc.record({
      kind: fc.constant('list'),
      start: fc.constantFrom(null, 1, 98),
      items: fc.array(fc.array(tie('block'), { minLength: 1, maxLength: 2 }), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
  })).block
  return fc.array(block, { minLength: 1, maxLength: 4 })
}

/** Every word of a page in reading order, without spaces. */
export function wordsOf(blocks: readonly Block[]): string {
  return blocks.map(wordsOfBlock).join('').replace(/\s+/g, '')
}

function wordsOfBlock(block: Block): string {
  const joined = (runs: readonly Run[]) => runs.map(({ text }) => text).join('')
  switch (block.kind) {
    case 'quote':
      return wordsOf(block.blocks)
    case 'list':
      return block.items.map(wordsOf).join('')
    case 'code':
      return block.text
    case 'prose':
    case 'heading':
    case 'exercise':
      return joined(block.runs)
    default:
      return ''
  }
}
