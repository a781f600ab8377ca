/** The tokens of marked that the compiler leans on. */
import { Lexer } from 'marked'
import { expect, it } from 'vitest'

/** The fields of a token that the compiler reads, and the tokens inside it. */
function shape(token: object): unknown {
  const fields = Object.entries(token).filter(([key, value]) => {
    if (key === 'text') return !('tokens' in token) && !('items' in token)
    return (
      ['type', 'depth', 'lang', 'task', 'checked', 'ordered', 'start', 'href'].includes(key) &&
      value !== ''
    )
  })
  const inner = Object.entries(token).flatMap(([key, value]: [string, unknown]) =>
    ['tokens', 'items'].includes(key) && Array.isArray(value) ? value.map(shape) : [],
  )
  return inner.length > 0 ? [Object.fromEntries(fields), inner] : Object.fromEntries(fields)
}

/** The lexer changes its tokens in small releases. These are the shapes the compiler was written for. */
it('marked still makes the tokens that the compiler reads', () => {
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
  const tokens = new Lexer({ gfm: true }).lex(source.join('\n\n'))
  expect(tokens.filter(({ type }) => type !== 'space').map(shape)).toMatchSnapshot()
})
