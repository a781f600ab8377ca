import { Lexer } from 'marked'
import { expect, it } from 'vitest'

/** The lexer changes the shape of its tokens in small releases. These are the shapes the compiler reads. */
it('marked still makes the tokens the compiler reads', () => {
  const shape = (token: object): unknown => {
    const { type, tokens, items, depth, lang, text, task, ordered, start } = {
      ...{ tokens: undefined, items: undefined, depth: undefined, lang: undefined },
      ...{ text: undefined, task: undefined, ordered: undefined, start: undefined, type: '' },
      ...token,
    }
    const inner = [tokens ?? [], items ?? []].flat().map(shape)
    const known = { type, depth, lang, task, ordered, start, text: inner.length ? undefined : text }
    const present = Object.entries(known).filter(([, value]) => value !== undefined)
    return inner.length > 0 ? [Object.fromEntries(present), inner] : Object.fromEntries(present)
  }
  const source = [
    '## A `b` {#c}',
    'one  \ntwo *e* **s** [l](t:x)',
    '- [x] done\n- plain',
    '3. loose\n\n4. items',
    '| a |\n| :-: |\n| 1 |',
    '> quote',
    '```ts run\ncode\n```',
    '---',
    '<!-- note -->',
  ]
  expect(new Lexer({ gfm: true }).lex(source.join('\n\n')).map(shape)).toMatchSnapshot()
})
