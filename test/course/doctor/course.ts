/** A small sound course on disk, of as many lessons and exercises as a test wants, to be damaged. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Texts by path; `null` takes a file away. */
export type Files = Readonly<Record<string, string | null>>

export function writeFiles(root: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    if (text === null) rmSync(file)
    else writeFileSync(file, text)
  }
}

const fence = (info: string, text: string) => `\`\`\`${info}\n${text}\n\`\`\`\n`

/** A lesson without a fault: `id` is `NN-name`. */
export function soundLesson(id: string, exercises: readonly string[] = []): string {
  return `---
title: Lesson ${id}
minutes: 5
exercises: [${exercises.join(', ')}]
---

## Numbers {#numbers}

Read on in [the same section](lesson:${id}#numbers), or at [kernel.org](https://kernel.org/).

${fence('ts run', 'const kernel = boot()\nconst object = kernel.kmalloc(100, GFP_KERNEL)\nprint(kernel.ksize(object))')}
${fence(
  'yaml predict',
  'ask: How long is the object?\nkind: number\nanswer: kernel.ksize(object)\nwrong: { 100: No. }\notherwise: No.',
)}
${fence('output', '128')}
${fence('figure', 'memory(object, 16)')}`
}

/** Files of an exercise without a fault, below its folder. */
export function soundExercise(lesson: string): Record<string, string> {
  return {
    'README.md': `---
title: Double
lesson: ${lesson}#numbers
minutes: 5
kernel: [PAGE_SIZE]
---

Double a number. You may import \`PAGE_SIZE\`.

${fence('ts run', 'print(double(21))')}
${fence('output', '42')}
## Hint 1 — where to look

There.

## Hint 2 — how to think

So.

## Hint 3 — almost there

Add.

## Misconceptions

- \`squares\`: You square it.
- \`adds-two\`: You add two.
`,
    'check.test.ts': `import { attempt, random } from 'kmalloc-course/check'
import { expect, test } from 'vitest'
import { double } from './start.ts'

test('doubles three', () => {
  attempt('double(3)', () => expect(double(3)).toBe(6))
})

test('doubles any number', () => {
  const number = random.integer(100, 1_000_000)
  attempt('double of a number', () => expect(double(number)).toBe(number * 2))
})
`,
    'start.ts': program('number'),
    'solution.ts': program('2 * number'),
    'alternative.ts': `/** Another way: adds. */\n${program('number + number')}`,
    'tour.yaml': `- see: Double a number
- edit: |2
     export function double(number: number): number {
    +  if (number > 0) return 2 * number
  see: passes
`,
    'misconceptions/squares.ts': program('number ** 2'),
    'misconceptions/adds-two.ts': program('number + 2'),
    'cheats/constant.ts': program('6'),
    'cheats/delegate.ts': `import { boot } from 'kmalloc-course/kernel'\n${program('boot() ? 2 * number : 0')}`,
  }
}

export function program(expression: string): string {
  return `/** Doubles. */\nexport function double(number: number): number {\n  return ${expression}\n}\n`
}
