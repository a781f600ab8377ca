/** The files of a new exercise: all that has to be there, and at every place what its author still has to write. */
import { toWrite } from '#course/doctor/unwritten.ts'

export interface NewExercise {
  /** Id of the lesson, e.g. `01-cache-types`. */
  readonly lesson: string
  /** Id of the section it belongs to. */
  readonly section: string
  /** Words of small letters with dashes between them. */
  readonly name: string
}

/** Texts by their path in the exercise's folder. */
export function skeleton({ lesson, section, name }: NewExercise): Record<string, string> {
  const called = functionName(name)
  const program = (what: string) => `/** ${toWrite} ${what} */
export function ${called}(): number {
  return 0
}
`
  return {
    'README.md': readme({ lesson, section, name }, called),
    'start.ts': program('what the learner begins with: it runs, and fails for the right reason.'),
    'check.test.ts': check(called),
    'solution.ts': program('the solution.'),
    'alternative.ts': program('another right way, and which; another algorithm or data structure.'),
    'misconceptions/first-idea.ts': program('a wrong idea as code; call the file by the idea.'),
    'misconceptions/second-idea.ts': program('another wrong idea; the checks tell the two apart.'),
    'cheats/constant.ts': program('a constant that one of the checks would take.'),
    'cheats/delegate.ts': program('asks the simulator for the very thing to be written.'),
    'tour.yaml': tour(),
  }
}

/** `objects-per-slab` → `objectsPerSlab` */
function functionName(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}

function title(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ')
}

function readme({ lesson, section, name }: NewExercise, called: string): string {
  return `---
title: ${title(name)}
lesson: ${lesson}#${section}
minutes: 10 # ${toWrite} how long a learner needs.
kernel: [] # ${toWrite} the names of kmalloc-course/kernel that a learner may import, if any.
---

${toWrite} what the learner builds, and what for.

\`\`\`ts
${called}(): number // ${toWrite} what it takes and what it gives back.
\`\`\`

${toWrite} a worked example below, which npm run refresh runs with the solution.

\`\`\`ts run
print(${called}())
\`\`\`

\`\`\`output
\`\`\`

From \`kmalloc-course/kernel\` you may import types only.

## Hint 1 — where to look

${toWrite} the section that has the idea, as a link.

## Hint 2 — how to think

${toWrite} the steps, without the answer.

## Hint 3 — almost there

${toWrite} almost the answer.

## Misconceptions

- \`first-idea\`: ${toWrite} what is wrong with it, why it tempts, and where to read on.
- \`second-idea\`: ${toWrite} what is wrong with it, why it tempts, and where to read on.
`
}

function check(called: string): string {
  return `/** ${toWrite} what the checks ask for; plain vitest, with cases enough that no constant passes. */
import { attempt } from 'kmalloc-course/check'
import { expect, test } from 'vitest'
import { ${called} } from './start.ts'

test('${toWrite} what it has to do, as a sentence', () => {
  attempt('${called}()', { look: '${toWrite} what to look at next' }, () =>
    expect(${called}(), '${toWrite} what the number is').toBe(1),
  )
})
`
}

function tour(): string {
  return `# ${toWrite} one way through: a first wrong try, what the verdict says to it, hints, and the pass.
- see: '${toWrite} words of the task'
- edit: |2
    -  return 0
    +  return 2
  see: '${toWrite} what the verdict says'
- press: h
  see: Hint 1 of 3
- edit: |2
    -  return 2
    +  return 1
  see: '${toWrite} what the verdict says to the pass'
`
}
