/** Whatever an author writes, the compiler finishes and says what is wrong with it. */
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { compileLesson } from '#course/compile/lesson.ts'
import { rewriteOutputs } from '#course/compile/outputs.ts'

const lesson = `---
title: A lesson
minutes: 5
exercises: [one]
---

## One {#one}

Text with **bold**, \`code\` and a [link](lesson:#one).

\`\`\`ts run
const a: number = 1
print(a)
\`\`\`

\`\`\`yaml predict
ask: What?
kind: choice
choices:
  - { value: a, label: A }
  - { value: b, label: B }
answer: String(a)
wrong: { b: No. }
\`\`\`

\`\`\`output
1
\`\`\`

| a | b |
| - | - |
| 1 | 2 |

> **In the kernel:** x
`

const compile = (text: string) => compileLesson({ id: 'x', file: 'x.md', text })

it('a lesson damaged anywhere still compiles, and its problems have lines of the file', async () => {
  const scraps = ['```', '\n', '*x', '{#', '](', '---\n', '> ', '- ', '`', '<b>', '"', '\t', ': ']
  const damage = fc.record({
    at: fc.nat(lesson.length),
    gone: fc.nat(30),
    put: fc.constantFrom('', ...scraps),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), async (damages) => {
      const text = damages.reduce(
        (damaged, { at, gone, put }) => damaged.slice(0, at) + put + damaged.slice(at + gone),
        lesson,
      )
      const height = text.split('\n').length
      for (const { line } of (await compile(text)).lesson.problems) {
        expect(line).toBeGreaterThanOrEqual(1)
        expect(line).toBeLessThanOrEqual(height)
      }
    }),
    { numRuns: 40 },
  )
})

it('what a refresh writes is what the lesson then says', async () => {
  const line = fc.string({ unit: fc.constantFrom('a', ' ', '`', '│', '#', '|', '内', '>', '-') })
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 5 }), async (lines) => {
      const output = lines.join('\n')
      const fresh = rewriteOutputs(lesson, () => output)
      const { sections } = (await compile(fresh)).lesson
      const cell = sections[0]?.blocks.find(({ kind }) => kind === 'cell')
      expect(cell).toMatchObject({ output })
      expect(rewriteOutputs(fresh, () => output)).toBe(fresh)
    }),
    { numRuns: 40 },
  )
})
