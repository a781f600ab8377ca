/** Writing the outputs of the cells of a lesson anew. */
import { describe, expect, it } from 'vitest'
import { rewriteOutputs } from '#course/compile/outputs.ts'

const lesson = (first: string, second: string) =>
  `---
title: x
---

## One {#one}

\`\`\`ts run
print(1)
\`\`\`

\`\`\`yaml predict
ask: a
\`\`\`

\`\`\`output${first}
\`\`\`

Text in between.

\`\`\`ts run
print(2)
\`\`\`

\`\`\`output${second}
\`\`\`
`

describe('refreshing the outputs of a lesson', () => {
  const printed = (cell: number) => ['one', 'two\nlines'][cell] ?? ''

  it('puts in what the cells print and touches nothing else', () => {
    const fresh = rewriteOutputs(lesson('', '\nold\nand longer\nthan new'), printed)
    expect(fresh).toBe(lesson('\none', '\ntwo\nlines'))
  })

  it('changes nothing the second time', () => {
    const fresh = lesson('\none', '\ntwo\nlines')
    expect(rewriteOutputs(fresh, printed)).toBe(fresh)
  })

  it('leaves a block alone when its cell failed', () => {
    const text = lesson('\nkept', '\nkept')
    expect(rewriteOutputs(text, () => null)).toBe(text)
  })

  it('empties the block of a cell that prints nothing', () => {
    expect(rewriteOutputs(lesson('\nold', '\nold'), () => '')).toBe(lesson('', ''))
  })
})
