/** Every word the course itself says on the screen, by language. Lessons and exercises bring their own. */
import type { Examined } from '#course/doctor/index.ts'
import type { ProgressNotice } from '#course/progress/index.ts'
import type { ExerciseOutcome } from '#course/report/report.ts'
import type { Trouble } from '#course/grader/verdict.ts'
import { keyWords } from './guide/key-words.ts'
import { helpWords } from './help-words.ts'
import { explanationWords } from './show/explanation-words.ts'
import { simWords } from './sim/words.ts'

const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`

/** `a`, `a or b`, `a, b or c` */
const either = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`

/** `2 1 3 4`: an order of so many things that nobody will take for the right one. */
function exampleOrder(items: number): string {
  return ['2', '1', ...Array.from({ length: items - 2 }, (_, index) => String(index + 3))].join(' ')
}

const english = {
  course: 'kmalloc-course',
  courseTitle: 'Kernel memory allocation in Linux 2.6.11',

  help: helpWords,

  // Names that are not known
  unknownCommand: (typed: string) => `There is no command "${typed}".`,
  unknownLesson: (typed: string) => `There is no lesson "${typed}".`,
  unknownExercise: (typed: string) => `There is no exercise "${typed}".`,
  unknownSection: (typed: string, lesson: string) => `Lesson ${lesson} has no section "${typed}".`,
  unknownCell: (typed: string, lesson: string, cells: number) =>
    cells === 0
      ? `Lesson ${lesson} has no cells to run.`
      : `Lesson ${lesson} has no cell "${typed}": its cells are numbered 1 to ${cells}.`,
  unknownLanguage: (typed: string) => `The course has no text in the language "${typed}".`,
  theLanguages: (known: readonly string[]) => `It can be read in: ${known.join(', ')}.`,
  didYouMean: (near: readonly string[], otherwise: string) =>
    near.length === 0 ? otherwise : `Did you mean ${either(near)}?`,
  seeList: 'kmalloc-course list shows all lessons and exercises.',
  seeHelp: 'kmalloc-course --help shows all commands.',
  theSections: (known: readonly string[]) => `Its sections are: ${known.join(', ')}.`,
  notASeed: (typed: string) => `"${typed}" is not a seed: a seed is a whole number from 0 on.`,
  seedAdvice: 'A verdict shows the seed it used; give that number.',
  namesAndAll: (flag: string) => `Name exercises or say ${flag}, not both.`,
  allOrStarted: 'Say --all or --started, not both.',
  jsonOrReporter: (reporter: string) => `Say --json or --reporter ${reporter}, not both.`,
  outputNeedsReporter: '--output is for a report: say --reporter json or --reporter junit too.',
  cannotWrite: (file: string, reason: string) =>
    `The report cannot be written to ${file}: ${reason}.`,
  cannotWriteAdvice: 'Name another file with --output.',
  checkAdvice: 'kmalloc-course check --help shows examples.',

  // The map
  lessonLine: (done: number, total: number) => `${done} of ${total}`,
  noContent: 'The course has no lessons in this language yet.',
  next: 'Next',
  nextSection: (lesson: string, title: string, section: number, sections: number) =>
    `Lesson ${lesson} "${title}", section ${section} of ${sections}`,
  nextExercise: (name: string, title: string) => `Exercise ${name} "${title}"`,
  everythingDone: 'Every section is read and every exercise passes.',
  continueWith: (what: string) => `Continue: ${what}`,
  startWith: (what: string) => `Start: ${what}`,
  placeLesson: (number: string) => `Lesson ${number}`,
  placeExercise: 'exercise',
  minutes: (minutes: number) => `${minutes} min`,
  filter: 'Filter',
  nothingMatches: 'Nothing has this in its name. Esc shows everything again.',

  // Reading
  sectionOf: (section: number, sections: number) => `section ${section} of ${sections}`,
  youAnswered: (answer: string) => `You answered: ${answer}`,
  right: 'Right.',
  theMachineSays: (answer: string) => `The machine says: ${answer}`,
  typeNumber: 'Type a number first.',
  orderFirst:
    'Put them in order first: type their numbers, or move one with Space and the arrow keys.',
  held: '(moving)',
  chooseFirst: 'Choose an answer first: a number, or the arrow keys.',
  notANumber: (typed: string) => `"${typed}" is not a number. Hex with 0x is fine.`,
  notAChoice: (typed: string, choices: number) =>
    `"${typed}" is not one of the choices: type a number from 1 to ${choices}.`,
  notAnOrder: (typed: string, items: number) =>
    `"${typed}" is not an order: type the numbers 1 to ${items}, each once, such as ${exampleOrder(items)}.`,
  rightUpTo: (right: number) =>
    right === 0
      ? 'The first place is wrong already.'
      : `The first ${right === 1 ? 'place is' : `${right} places are`} right, the next one is wrong.`,
  yourOrder: 'You said',
  theMachinesOrder: 'The machine says',
  running: 'running…',
  cellFailed: (line: number, message: string) =>
    `Stopped at line ${line} of the lesson: ${message}`,
  cellBroken: (message: string) => `This part of the lesson could not run: ${message}`,
  cellNumber: (number: number, line: number) => `Cell ${number}, line ${line} of the lesson`,
  printedNothing: '(printed nothing)',
  notRun: (cells: number) =>
    cells === 1 ? 'The cell below it did not run.' : `The ${cells} cells below it did not run.`,
  editedNeedsCell: '--edited runs your version of one cell, and no cell is named.',
  editedAdvice: 'Add --cell with its number: kmalloc-course run 00 --cell 2 --edited',
  noCellYet: 'No cell of this section has run yet. Run it first, and answer the question about it.',
  noVersion: 'This cell is as the lesson has it. e opens a copy of it for you to edit.',
  versionCreated: (path: string) => `A copy of the cell for you to edit: ${path}`,
  versionRuns: (path: string) => `Your version, ${path}: running…`,
  versionKept: (path: string) => `You have a version of this cell in ${path}. e opens and runs it.`,
  yourVersion: (path: string) => `Your version, ${path}:`,
  versionFailed: (line: number, message: string) =>
    `Stopped at line ${line} of your file: ${message}`,
  restored: 'The cell is as the lesson has it.',
  restoredKept: (kept: string) =>
    `The cell is as the lesson has it. Your version is kept as ${kept}.`,
  lessonDone: (title: string) => `You have read "${title}" to its end.`,
  lessonDoneNumbers: (sections: number, right: number, predictions: number) =>
    predictions === 0
      ? `${count(sections, 'section')} read.`
      : `${count(sections, 'section')} read, ${right} of ${count(predictions, 'prediction')} right.`,
  exercisesOpen: 'Exercises still open:',
  exercisesDone: 'All its exercises pass.',
  nextLesson: (id: string, title: string) => `Next: ${id} "${title}".`,
  courseRead: 'This was the last lesson.',
  search: 'Search',
  foundIn: (sections: number) => `found in ${count(sections, 'section')}`,
  notFound: (text: string) => `"${text}" is not in this lesson.`,
  jumpTo: 'Jump to a section',
  lessonProblems: (problems: number) =>
    `The author of this lesson has ${count(problems, 'problem')} to mend; some parts may not run.`,

  // The glossary
  glossary: 'Glossary',
  wordsHere: 'In this section',
  otherWords: 'All other words',
  alsoCalled: (names: readonly string[]) => `Also: ${names.join(', ')}`,
  taughtIn: (lesson: string, section: string) => `Taught in "${lesson}", section "${section}".`,
  notTaughtYet: 'No lesson teaches it yet.',
  noWord: (typed: string) => `No word has "${typed}" in it. Esc shows all again.`,
  noGlossary: 'There is no glossary in this language yet.',
  lookedUp: (word: string) => `Here is where "${word}" is taught. q goes back to where you were.`,
  unknownWord: (typed: string) => `The glossary has no word "${typed}".`,
  seeGlossary: 'kmalloc-course glossary shows all words.',

  // Playing
  playHead: 'Play',
  playRow: 'Play: a scratch file of your own',
  playCreated: (path: string) => `Your scratch file is ready: ${path}`,
  playWith: (editor: string) => `e opens it with ${editor}. Every save runs it.`,
  playedNothing: '(it printed and showed nothing)',
  playEnds: 'Every save runs it. Ctrl-C ends.',
  plainPlay: 'Every save runs it. Type r to run it now, e editor, q back.',
  ran: 'ran',
  stoppedShort: 'stopped',
  notAFileName: (typed: string) => `"${typed}" is no name for a scratch file.`,
  fileNameAdvice: 'Use letters, digits, dashes and underscores: kmalloc-course play slabs',

  // Exercises
  yourFile: (path: string) => `Your file: ${path}`,
  created: (path: string) => `Your starter is ready: ${path}`,
  opened: (editor: string) => `Opened with ${editor}. Every save is checked.`,
  opensWith: (editor: string) => `e opens it with ${editor}. Every save is checked.`,
  editorFailed: (reason: string) => `The editor did not start (${reason}). Open the file yourself.`,
  noEditor: 'No editor is set: --editor, $VISUAL or $EDITOR names one.',
  whichEditor: 'Which editor shall open your files?',
  noneOfThese: 'none: I open them myself',
  waiting: 'Save the file to have it checked.',
  nothingNoticed:
    'No save noticed for a while. r checks the file now; if saving does nothing, start with --poll.',
  exerciseHead: 'Exercise',
  notChecked: 'not checked yet',
  passesShort: 'passes',
  failsShort: 'does not pass yet',
  diffTooEarly: 'The diff against the solution is shown after a pass.',
  enterAnswers: 'Enter answers.',
  checking: 'checking…',
  checkingOf: (name: string) => `checking ${name}…`,
  passes: (name: string) => `${name} passes.`,
  fails: (name: string) => `${name} does not pass yet.`,
  stopped: (name: string) => `${name} could not be checked to the end.`,
  checksPassed: (passed: number, total: number) => `${passed} of ${count(total, 'check')} passed.`,
  allChecks: (total: number) => (total === 1 ? 'Its check passed.' : `All ${total} checks passed.`),
  tried: 'Tried',
  compared: 'Compared',
  expected: 'Expected',
  happened: 'What happened',
  look: 'Look next',
  where: (file: string, line: number) => `In ${file}, line ${line}:`,
  otherChecks: 'All checks:',
  youPrinted: 'You printed:',
  printedCut: '(more was printed; the rest is left out)',
  seed: (seed: number) => `The same cases again: --seed ${seed}`,
  why: explanationWords,
  hintKey: (shown: number) => (shown === 0 ? 'h shows a hint.' : 'h shows the next hint.'),
  hintCommand: (name: string) => `A hint: kmalloc-course hint ${name}`,
  afterPass: 'n goes on · s the solution · d your file against it',
  trouble: {
    'missing-file': 'There is no file to check',
    'syntax-error': 'The file does not parse',
    'forbidden-import': 'The file imports something this exercise does not allow',
    'missing-export': 'The file does not export what the exercise asks for',
    threw: 'The file threw an error',
    'endless-loop': 'The code did not come to an end',
    'never-settled': 'A promise never settled',
    'out-of-memory': 'The code took too much memory',
    'too-much-output': 'The code printed too much',
    exit: 'The code ended the process',
    crash: 'The code crashed',
  } satisfies Record<Trouble['kind'], string>,
  notStarted: (name: string) => `You have not started ${name} yet.`,
  startWithWatch: (name: string) => `kmalloc-course watch ${name} copies its starter for you.`,
  noWorkspace: (folder: string) => `There is no workspace at ${folder}.`,
  nothingStarted: 'No exercise has a file in this workspace.',
  nothingStartedAdvice: 'kmalloc-course check --all lists the exercises that were not started.',
  noWorkspaceAdvice: 'Check the spelling of --workspace, or start an exercise to create it.',
  nothingLeft: 'Every exercise passes; there is no current one.',
  nameAnExercise: 'Name the exercise you mean.',
  summary: (passed: number, total: number) => `${passed} of ${count(total, 'exercise')} passed.`,
  nothingToCheck: 'The course has no exercises in this language.',
  hintOf: (number: number, total: number) => `Hint ${number} of ${total}`,
  noMoreHints: 'These were all the hints.',
  solutionAfterHints: (name: string) =>
    `You have seen all hints of ${name}. --yes shows the solution without a pass.`,
  solutionTooEarly: (name: string, left: number) =>
    `The solution of ${name} is shown after a pass, or after its hints: ${left} left.`,
  confirmSolution: 'Show the solution before your own file passes?',
  solutionOf: (name: string) => `Solution of ${name}`,
  diffOf: 'Your file (-) against the solution (+):',
  same: 'Your file and the solution are the same.',
  confirmReset: (path: string) => `Begin ${path} again? Your version is kept under another name.`,
  resetNeedsYes: 'Nobody can answer here: --yes resets without asking.',
  resetKept: (kept: string) => `Your version is kept as ${kept}.`,
  resetDone: (path: string) => `${path} is the starter again.`,
  notReset: 'Nothing was changed.',

  // Instructors
  learner: 'Learner',
  outcomes: [
    ['pass', 'passes'],
    ['fail', 'does not pass'],
    ['stopped', 'could not be checked to the end'],
    ['not-started', 'not started'],
  ] satisfies [ExerciseOutcome, string][],
  notJudged: (workspace: string, reason: string) => `${workspace} could not be judged: ${reason}.`,
  exercisesHead: 'Exercises',
  exerciseCounts: (of: { passed: number; failed: number; stopped: number; notStarted: number }) =>
    [
      `${of.passed} passed`,
      `${of.failed + of.stopped} did not`,
      ...(of.notStarted > 0 ? [`${of.notStarted} not started`] : []),
    ].join(', '),
  frequentChecks: 'Checks that fail most, with the number of learners',
  frequentMisconceptions: 'Misconceptions met most, with the number of learners',
  summaryOutput: '--output is for a report: say --json or --csv too.',
  jsonOrCsv: 'Say --json or --csv, not both.',
  summaryAdvice: 'kmalloc-course summary --help shows examples.',

  // Authors
  healthy: 'There is nothing to mend.',
  problemsFound: (problems: number) => `${count(problems, 'problem')} to mend.`,
  examined: (of: Examined) =>
    `Examined: ${count(of.lessons, 'lesson')}, ${count(of.cells, 'cell')}, ${count(of.predictions, 'prediction')}, ${count(of.exercises, 'exercise')}; ${count(of.files, 'file')} judged.`,

  // Asking
  nobodyToAsk: 'The guided course needs a terminal that can redraw; this is none.',
  nobodyToAskAdvice:
    'Use kmalloc-course list, learn, run and check, or kmalloc-course --plain for questions and answers line by line.',
  yesOrNo: '(y/n)',

  ...keyWords,
  scrolled: (percent: number) => `${percent}%`,
  goodbye: 'Your place is kept.',
  proved: (passed: number) =>
    `${count(passed, 'exercise')} of your workspace ${passed === 1 ? 'passes' : 'pass'} and ${passed === 1 ? 'is' : 'are'} recorded again.`,

  // The transcript of --plain
  state: { passed: 'passes', started: 'started', open: 'not started' },
  hintWord: 'h shows a hint.',
  watchEnds: 'Every save is checked. Ctrl-C ends.',
  plainMenu: 'Type a number, a lesson or an exercise; q leaves.',
  plainGoOn:
    'Enter goes on, b back, k explains words, e edits a copy of the cell, s steps through its calls, q leaves.',
  plainWords: (here: readonly string[]) =>
    here.length === 0
      ? 'No word of the glossary stands in this section. k and a word explains it.'
      : `Words of this section: ${here.join(', ')}. k and one of them explains it.`,
  plainAgain: 'e runs it again after a change, r restores the cell.',
  plainRun: 'Enter runs the cell, b goes back, q leaves.',
  plainAnswer: 'Your answer (empty: show it):',
  plainOrder: 'Your order, such as 2 1 3 (empty: show it):',
  plainExercise:
    'Type r to check, h hint, t task, e editor, s solution, d diff, x reset, n next, q back.',
  notUnderstood: (typed: string) => `"${typed}" is not one of the answers here.`,

  // Calls of a cell, step by step
  noOperations:
    'This cell neither takes memory nor gives any back, so there is nothing to step through.',
  operationsOf: (cell: number, total: number) =>
    `Cell ${cell} calls the machine ${total === 1 ? 'once' : `${total} times`}. Which call?`,
  moreOperations: (more: number) => `… ${more} more`,
  firstSteps: (shown: number, total: number) => `The first ${shown} of ${total} steps.`,
  stepOf: (step: number, total: number) => `step ${step} of ${total}`,
  stepIn: (name: string, file: string) => `in ${name}, ${file}`,
  unknownOperation: (typed: string, total: number) =>
    total === 0
      ? 'This cell does not call the machine.'
      : `The cell has no call "${typed}": its calls are numbered 1 to ${total}.`,
  stepsNeedCell: '--steps needs the cell whose calls are meant.',
  stepsAdvice: 'For example: kmalloc-course run 00 --cell 1 --steps 1',

  // The simulator by itself
  sim: simWords,

  progressNotice(notice: ProgressNotice): string {
    if (notice.kind === 'not-saved') {
      return `Progress cannot be saved to ${notice.file}: ${notice.reason}. The course goes on; it is tried again with every step.`
    }
    const what = {
      damaged: 'The progress file is damaged',
      newer: 'The progress file was written by a newer version of the course',
      unreadable: 'The progress file cannot be read',
    }[notice.why]
    if (notice.kept === null)
      return `${what} (${notice.reason}). It stays as it is, and nothing is saved until it can be read.`
    return `${what} (${notice.reason}). It is kept as ${notice.kept}; kmalloc-course check --all records again what your files prove.`
  },
}

export type Words = typeof english

/** The words of a language; English for a language that has none of its own yet. */
export function wordsFor(language: string): Words {
  return byLanguage[language] ?? english
}

const byLanguage: Readonly<Record<string, Words>> = { en: english }
