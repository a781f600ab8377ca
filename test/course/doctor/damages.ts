/** Everything that can be wrong with content, one at a time, and what the doctor says to it. */
import { program } from './course.ts'

export interface Damage {
  readonly what: string
  /** Changes the texts of an exercise or a lesson; a text that is `null` is a file taken away. */
  readonly damage: (files: Record<string, string>) => Record<string, string | null>
  /** `file:line: message`, the file from the folder of the exercise. */
  readonly told: readonly string[]
}

const change =
  (file: string, from: string | RegExp, to: string) =>
  (files: Record<string, string>): Record<string, string> => {
    const text = files[file] ?? ''
    const changed = text.replace(from, to)
    if (changed === text) throw new Error(`${file} does not have ${String(from)}`)
    return { [file]: changed }
  }

const replace = (file: string, text: string | null) => () => ({ [file]: text })

/** Ends the process it runs in, which is a verdict of its own kind. */
const leaves = program('process.exit(number)')

export const exerciseDamages: readonly Damage[] = [
  // Files
  {
    what: 'a stray file',
    damage: replace('notes.txt', 'mine'),
    told: [
      'notes.txt:1: This has no place here: CONTRIBUTING.md lists the files of an exercise. Move it or remove it.',
    ],
  },
  {
    what: 'a stray folder',
    damage: replace('old/start.ts', ''),
    told: [
      'old:1: This has no place here: an exercise has the folders misconceptions/ and cheats/. Move it or remove it.',
    ],
  },
  {
    what: 'a stray file among the misconceptions',
    damage: replace('misconceptions/README.md', ''),
    told: [
      'misconceptions/README.md:1: This has no place here: there are only TypeScript files here. Move it or remove it.',
    ],
  },
  {
    what: 'a module nobody imports',
    damage: replace('measured.ts', 'export const measured = []\n'),
    told: ['measured.ts:1: Nothing imports this: remove it, or import it in check.test.ts.'],
  },
  ...['start.ts', 'solution.ts', 'alternative.ts', 'check.test.ts', 'tour.yaml'].map((file) => ({
    what: `no ${file}`,
    damage: replace(file, null),
    told: [`${file}:1: The file is missing; every exercise has one.`],
  })),
  {
    what: 'a cheat that was forgotten',
    damage: replace('cheats/constant.ts', null),
    told: ['cheats/constant.ts:1: The cheat is missing: it is tried, and must fail.'],
  },
  {
    what: 'a misconception with an illegal name',
    damage: (files) => ({
      'misconceptions/squares.ts': null,
      'misconceptions/Squares_it.ts': program('number ** 2'),
      ...change('README.md', '`squares`', '`Squares_it`')(files),
    }),
    told: [
      'misconceptions/Squares_it.ts:1: The name is words of small letters with dashes between them.',
    ],
  },
  // The README
  {
    what: 'a hint too few',
    damage: change('README.md', /## Hint 3[^#]*/, ''),
    told: ['README.md:1: An exercise has three hints; this one has 2.'],
  },
  {
    what: 'a hint too many',
    damage: change('README.md', '## Misc', '## Hint 4 — more\n\nMore.\n\n## Misc'),
    told: ['README.md:1: An exercise has three hints; this one has 4.'],
  },
  {
    what: 'front matter that lacks something',
    damage: change('README.md', 'minutes: 5\n', ''),
    told: ['README.md:2: minutes: is missing.'],
  },
  {
    what: 'front matter that does not parse, which says nothing of the programs',
    damage: change('README.md', 'minutes: 5', 'minutes: [5'),
    told: ['README.md:5: The YAML does not parse: '],
  },
  {
    what: 'a misconception without a sentence',
    damage: change('README.md', '- `squares`: You square it.\n', ''),
    told: ['README.md:1: misconceptions/squares.ts has no sentence under "## Misconceptions".'],
  },
  {
    what: 'a sentence without a misconception',
    damage: change('README.md', '- `squares`', '- `forgets`: You forget.\n- `squares`'),
    told: ['README.md:1: The misconception `forgets` has no file misconceptions/forgets.ts.'],
  },
  {
    what: 'a link that leads nowhere',
    damage: change('README.md', 'There.', '[There](exercise:nowhere).'),
    told: ['README.md:20: There is no exercise "nowhere".'],
  },
  {
    what: 'a name to import that the kernel does not have',
    damage: (files) => change('README.md', /PAGE_SIZE/g, 'PAGE_LENGTH')(files),
    told: ['README.md:1: kernel: kmalloc-course/kernel has no "PAGE_LENGTH".'],
  },
  {
    what: 'a name to import that the task keeps to itself',
    damage: change('README.md', ' You may import `PAGE_SIZE`.', ''),
    told: ['README.md:1: kernel: the task does not say that PAGE_SIZE is allowed.'],
  },
  {
    what: 'an example that is out of date',
    damage: change('README.md', '42', '43'),
    told: [
      'README.md:11: The output under this example is not what the solution prints: npm run refresh.',
    ],
  },
  {
    what: 'an example that throws',
    damage: change('README.md', 'double(21)', 'triple(21)'),
    told: ['README.md:11: ReferenceError: triple is not defined'],
  },
  // Programs
  {
    what: 'a check that does not parse',
    damage: change('check.test.ts', "import { expect, test } from 'vitest'", 'import {'),
    told: ['check.test.ts:3: The check cannot be bundled: Expected "as" but found "{".'],
  },
  {
    what: 'a check that throws before it has judged anything',
    damage: (files) => ({
      'check.test.ts': `${files['check.test.ts']}\nthrow new Error('boom')\n`,
    }),
    told: ['check.test.ts:1: It judges no file: '],
  },
  {
    what: 'a folder with the name of a file',
    damage: (files) => ({ 'start.ts': null, 'start.ts/old.ts': files['start.ts'] ?? '' }),
    told: [
      'start.ts:1: This has no place here: an exercise has the folders misconceptions/ and cheats/. Move it or remove it.',
      'start.ts:1: The file is missing; every exercise has one.',
    ],
  },
  {
    what: 'a check without a test',
    damage: replace('check.test.ts', "import { double } from './start.ts'\n\nvoid double\n"),
    told: [
      'alternative.ts:1: There is nothing to pass: check.test.ts has no test.',
      'misconceptions/adds-two.ts:1: There is nothing to fail: check.test.ts has no test.',
      'misconceptions/squares.ts:1: There is nothing to fail: check.test.ts has no test.',
      'solution.ts:1: There is nothing to pass: check.test.ts has no test.',
      'start.ts:1: There is nothing to fail: check.test.ts has no test.',
    ],
  },
  {
    what: 'a check that does not say what it tried',
    damage: change(
      'check.test.ts',
      "attempt('double(3)', () => expect(double(3)).toBe(6))",
      'expect(double(3)).toBe(6)',
    ),
    told: [
      'check.test.ts:5: "doubles three" can fail without saying what was tried: put it into attempt().',
    ],
  },
  {
    what: 'a starter that passes',
    damage: replace('start.ts', program('number * 2')),
    told: ['start.ts:1: The starter passes: leave something to do.'],
  },
  {
    what: 'a starter that does not run',
    damage: replace('start.ts', leaves),
    told: ['start.ts:1: The starter is stopped instead of failing a check: '],
  },
  {
    what: 'a starter that imports a file beside it',
    damage: (files) => ({
      'start.ts': `import { one } from './one.ts'\n${program('one * number')}`,
      'one.ts': 'export const one = 1\n',
      ...change(
        'check.test.ts',
        'import { double }',
        "import './one.ts'\nimport { double }",
      )(files),
    }),
    told: [
      'start.ts:1: It imports one.ts, which a learner does not get. Put it all into one file.',
    ],
  },
  {
    what: 'a solution that fails',
    damage: (files) => ({
      'solution.ts': program('3 * number'),
      ...change('README.md', '42', '63')(files),
    }),
    told: [
      'solution.ts:1: It must pass, and fails "doubles three" with --seed 1: double(3): expected 9 to be 6',
    ],
  },
  {
    what: 'a solution that is right in some cases only',
    damage: replace('solution.ts', program('number > 500_000 ? 2 * number + 1 : 2 * number')),
    told: ['solution.ts:1: It must pass, and fails "doubles any number" with --seed '],
  },
  {
    what: 'a solution that imports what learners may not',
    damage: replace(
      'solution.ts',
      `import { boot } from 'kmalloc-course/kernel'\n${program('boot() ? 2 * number : 0')}`,
    ),
    told: ['solution.ts:1: It must pass, and is stopped: '],
  },
  {
    what: 'a solution that prints',
    damage: replace('solution.ts', program("(console.log('here'), 2 * number)")),
    told: ['solution.ts:1: It prints "here": a file to learn from is silent.'],
  },
  {
    what: 'an alternative that fails',
    damage: replace('alternative.ts', `/** Another way. */\n${program('number + number + 1')}`),
    told: [
      'alternative.ts:1: It must pass, and fails "doubles three" with --seed 1: double(3): expected 7 to be 6',
    ],
  },
  {
    what: 'an alternative that is none',
    damage: replace(
      'alternative.ts',
      '/** Another way. */\nexport function double(value: number): number {\n  // Twice.\n  return 2 * value\n}\n',
    ),
    told: [
      'alternative.ts:1: It is the solution with other names: take another algorithm or data structure.',
    ],
  },
  {
    what: 'an alternative that does not say which way it goes',
    damage: change('alternative.ts', /^(\/\*\*.*\n)+/, ''),
    told: ['alternative.ts:1: It begins with a comment that says which way it goes.'],
  },
  {
    what: 'a misconception that nobody catches',
    damage: replace('misconceptions/squares.ts', program('number * 2')),
    told: ['misconceptions/squares.ts:1: The misconception passes: no check catches it.'],
  },
  {
    what: 'a misconception that does not run',
    damage: replace('misconceptions/squares.ts', leaves),
    told: [
      'misconceptions/squares.ts:1: The misconception is stopped instead of failing a check: ',
    ],
  },
  {
    what: 'two misconceptions that cannot be told apart',
    damage: replace('misconceptions/squares.ts', program('2 + number')),
    told: [
      'misconceptions/adds-two.ts:1: It answers everything as misconceptions/squares.ts does',
      'misconceptions/squares.ts:1: It answers everything as misconceptions/adds-two.ts does',
    ],
  },
  {
    what: 'a misconception that is the starter',
    damage: replace('misconceptions/squares.ts', program('number')),
    told: ['misconceptions/squares.ts:1: It answers everything as the starter does'],
  },
  {
    what: 'a cheat that passes',
    damage: replace('cheats/delegate.ts', program('2 * number')),
    told: ['cheats/delegate.ts:1: The cheat passes: a check has to ask for more.'],
  },
  // The tour
  {
    what: 'a tour that is no list of steps',
    damage: replace('tour.yaml', '- see: here\n- push: h\n  see: there\n'),
    told: ['tour.yaml:2: 1.push: is not a known name here.'],
  },
  {
    what: 'a tour that edits what is not there',
    damage: replace('tour.yaml', '- see: here\n- edit: |2\n    -  return 3\n  see: there\n'),
    told: [
      'tour.yaml:2: The lines of this edit are nowhere in the file as it is then; the first is "return 3".',
    ],
  },
  {
    what: 'a tour that changes nothing',
    damage: replace('tour.yaml', '- see: here\n'),
    told: ['tour.yaml:1: No step of the tour has an edit.'],
  },
  {
    what: 'something left to write',
    damage: change('README.md', 'So.', 'TO WRITE: how to think about it.'),
    told: ['README.md:24: Still to write: how to think about it.'],
  },
]

const lesson = (from: string | RegExp, to: string) => change('lesson.md', from, to)

export const lessonDamages: readonly Damage[] = [
  {
    what: 'a change since then without evidence',
    damage: lesson(
      '{#numbers}\n',
      '{#numbers}\n\nText.\n\n## Changed {#changed}\n\n- So, since 3.0\n  ([a file](https://kernel.org/)).\n- Otherwise.\n',
    ),
    told: ['15: This says what has changed, without evidence: link a public document.'],
  },
  {
    what: 'an output that is out of date',
    damage: lesson('128', '100'),
    told: ['12: The output under this cell is not what it prints: npm run refresh.'],
  },
  {
    what: 'a cell that prints and has no output',
    damage: lesson('```output\n128\n```', ''),
    told: [
      '12: The cell prints, and no output stands under it: put an empty output block there, then npm run refresh.',
    ],
  },
  {
    what: 'a cell that throws',
    damage: lesson('kernel.kmalloc(100', 'kernel.kmaloc(100'),
    told: ['13: TypeError: kernel.kmaloc is not a function'],
  },
  {
    what: 'a cell that does not parse',
    damage: lesson('const kernel = boot()', 'const = boot()'),
    told: ['12: This cell does not parse: '],
  },
  {
    what: 'an answer that is called wrong',
    damage: lesson('wrong: { 100: No. }', 'wrong: { 0x80: No. }'),
    told: ['17: The answer 128 is called wrong.'],
  },
  {
    what: 'an answer that is no number',
    damage: lesson('answer: kernel.ksize(object)', "answer: kernel.ksize(object) + ' bytes'"),
    told: ['17: The answer is 128 bytes, which is no number.'],
  },
  {
    what: 'an answer that is none of the choices',
    damage: lesson(
      'kind: number\nanswer: kernel.ksize(object)\nwrong: { 100: No. }',
      'kind: choice\nchoices:\n  - { value: a, label: A }\n  - { value: b, label: B }\nanswer: kernel.ksize(object)',
    ),
    told: ['17: The answer 128 is not offered.'],
  },
  {
    what: 'an answer that is written down instead of computed',
    damage: lesson('answer: kernel.ksize(object)', "answer: '128'"),
    told: ['20: answer: nothing in it comes from the machine; it must be computed.'],
  },
  {
    what: 'an answer that cannot be computed',
    damage: lesson('answer: kernel.ksize(object)', 'answer: kernel.ksize(subject)'),
    told: ['20: ReferenceError: subject is not defined'],
  },
  {
    what: 'a figure that draws nothing',
    damage: lesson('memory(object, 16)', 'object'),
    told: ['30: This figure draws nothing: use slabs(cache), memory(address, length) or the like.'],
  },
  {
    what: 'a link to no section',
    damage: lesson('#numbers)', '#letters)'),
    told: ['9: The lesson "LESSON" has no section "letters".'],
  },
  {
    what: 'a web address that is none',
    damage: lesson('https://kernel.org/', 'https://kernel'),
    told: ['9: "https://kernel" is no web address.'],
  },
  {
    what: 'a web address that is not encrypted',
    damage: lesson('https://kernel.org/', 'http://kernel.org/'),
    told: ['9: Say https: instead of http: for "http://kernel.org/".'],
  },
  {
    what: 'a section without an id',
    damage: (files) =>
      lesson(
        '## Numbers {#numbers}',
        '## Numbers',
      )({ 'lesson.md': (files['lesson.md'] ?? '').replace(/#numbers\)/, ')') }),
    told: ['7: The section "Numbers" has no id: end its heading with {#a-short-name}.'],
  },
  {
    what: 'an exercise that is not there',
    damage: lesson('exercises: []', 'exercises: [nowhere]'),
    told: ['1: There is no exercise "nowhere".'],
  },
  {
    what: 'something left to write',
    damage: lesson('Read on', 'TO WRITE: the text. Read on'),
    told: [
      '9: Still to write: the text. Read on in [the same section](lesson:LESSON#numbers), or at [kernel.org](https://kernel.org/).',
    ],
  },
]
