/** The commands, their options and their help. What a command does is loaded when it is called. */
import { Command, CommanderError, Option } from 'commander'
import { ignoreClosedPipes } from './output.ts'
import type { RunOptions } from './commands/run.ts'
import { LeftTheQuestion } from './leave.ts'
import { CourseError, exitCode, report } from './problem.ts'
import type { Reporter } from './reporter.ts'
import { type GlobalOptions, openSession, type Session } from './session.ts'
import { suggest } from './suggest.ts'
import { wordsFor } from './words.ts'

/** Runs what the arguments ask for. Never throws: errors are told and the exit code is set. */
export async function runProgram(args: readonly string[]): Promise<void> {
  ignoreClosedPipes()
  const words = wordsFor('en')
  const program = createProgram()
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (error instanceof LeftTheQuestion) return
    if (!(error instanceof CommanderError)) {
      report(error)
      return
    }
    // Help and version are printed already; everything else was typed wrong.
    if (error.exitCode === 0) return
    const message = error.message.replace(/^error: /, '')
    report(new CourseError(capitalized(message), words.seeHelp))
  }
}

function createProgram(): Command {
  const { help } = wordsFor('en')
  const program = new Command('kmalloc-course')
  program
    .description(help.course)
    .usage('[command] [options]')
    .option('--workspace <folder>', help.workspace)
    .option('--editor <command>', help.editor)
    .option('--language <code>', help.language)
    .option('--plain', help.plain)
    .option('--ascii', help.ascii)
    .option('--poll', help.poll)
    .helpOption('-h, --help', help.help)
    .helpCommand('help [command]', help.helpCommand)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: () => undefined })
    .addHelpText('after', examples('', 'list', 'learn 00', 'watch'))
    .exitOverride()
  addReading(program)
  addGlossary(program)
  addPlay(program)
  addExercises(program)
  addSimulator(program)
  addInstructors(program)
  addAuthors(program)
  return program
}

function addReading(program: Command): void {
  const { help } = wordsFor('en')
  // Whatever is no command ends up here: nothing at all opens the course, anything else is a slip.
  program
    .command('guided [words...]', { isDefault: true, hidden: true })
    .action(async (typed: string[], _: object, command: Command) => {
      const [first] = typed
      if (first !== undefined) throw unknownCommand(program, first)
      const { guided } = await import('./commands/guided.ts')
      await guided(sessionOf(command))
    })
  program
    .command('list')
    .description(help.list)
    .addOption(jsonOption())
    .addHelpText('after', examples('list', 'list --json'))
    .action(async ({ json = false }: { json?: boolean }, command: Command) => {
      const { list } = await import('./commands/list.ts')
      list(sessionOf(command), { json })
    })
  program
    .command('learn <lesson>')
    .description(help.learn)
    .option('--section <id>', help.section)
    .addHelpText('after', examples('learn 01', 'learn cache-types --section 3', 'learn 00 | less'))
    .action(async (lesson: string, options: { section?: string }, command: Command) => {
      const { learn } = await import('./commands/learn.ts')
      await learn(sessionOf(command), lesson, options)
    })
  program
    .command('run <lesson>')
    .description(help.run)
    .option('--cell <number>', help.cell)
    .option('--edited', help.edited)
    .option('--steps [number]', help.steps)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'run 00',
        'run 00 --cell 2',
        'run 00 --cell 2 --edited',
        'run 00 --cell 1 --steps',
        'run cache-types --json',
      ),
    )
    .action(async (lesson: string, { steps, ...options }: RunFlags, command: Command) => {
      if (steps !== undefined) {
        const { cell, json = false } = options
        const { runSteps } = await import('./commands/steps.ts')
        runSteps(sessionOf(command), lesson, { cell, steps, json })
        return
      }
      const { run } = await import('./commands/run.ts')
      await run(sessionOf(command), lesson, { json: false, edited: false, ...options })
    })
}

interface RunFlags extends Partial<RunOptions> {
  /** `true` without a number. */
  readonly steps?: string | true
}

function addSimulator(program: Command): void {
  const { help } = wordsFor('en')
  program
    .command('sim [scenario]')
    .description(help.sim)
    .option('--profile <machine>', help.profile)
    .option('--keep-going', help.keepGoing)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples('sim', 'sim --profile p3-laptop', 'sim trace.scenario', 'sim --json < commands.txt'),
    )
    .action(async (scenario: string | undefined, flags: SimFlags, command: Command) => {
      const { sim } = await import('./commands/sim.ts')
      await sim(sessionOf(command), scenario, { json: false, keepGoing: false, ...flags })
    })
  program
    .command('replay <scenario>')
    .description(help.replay)
    .option('--step', help.step)
    .addOption(jsonOption())
    .addHelpText('after', examples('replay trace.scenario', 'replay trace.scenario --step | less'))
    .action(async (scenario: string, flags: ReplayFlags, command: Command) => {
      const { replay } = await import('./commands/replay.ts')
      replay(sessionOf(command), scenario, { json: false, step: false, ...flags })
    })
}

interface SimFlags {
  readonly profile?: string
  readonly keepGoing?: boolean
  readonly json?: boolean
}

interface ReplayFlags {
  readonly step?: boolean
  readonly json?: boolean
}

function addGlossary(program: Command): void {
  program
    .command('glossary [word]')
    .description(wordsFor('en').help.glossary)
    .addOption(jsonOption())
    .addHelpText('after', examples('glossary slab', 'glossary', 'glossary --json'))
    .action(
      async (word: string | undefined, { json = false }: { json?: boolean }, command: Command) => {
        const { glossary } = await import('./commands/glossary.ts')
        glossary(sessionOf(command), word, { json })
      },
    )
}

function addPlay(program: Command): void {
  const { help } = wordsFor('en')
  program
    .command('play [name]')
    .description(help.play)
    .addHelpText('after', examples('play', 'play colours', 'play --plain'))
    .action(async (name: string | undefined, _: object, command: Command) => {
      const { play } = await import('./commands/play.ts')
      await play(sessionOf(command), name)
    })
}

function addExercises(program: Command): void {
  const { help } = wordsFor('en')
  program
    .command('check [exercises...]')
    .description(help.check)
    .option('--all', help.all)
    .option('--started', help.started)
    .option('--seed <number>', help.seed)
    .addOption(new Option('--reporter <name>', help.reporter).choices(['pretty', 'json', 'junit']))
    .option('--output <file>', help.output)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'check',
        'check objects-per-slab',
        'check --all --json',
        'check --all --workspace anna/ --reporter junit --output anna.xml',
      ),
    )
    .action(async (names: string[], { json, reporter, ...flags }: CheckFlags, command: Command) => {
      const { check } = await import('./commands/check.ts')
      const options = { all: false, started: false, ...flags }
      await check(sessionOf(command), names, { ...options, reporter: chosen(json, reporter) })
    })
  program
    .command('watch [exercise]')
    .description(help.watch)
    .addHelpText('after', examples('watch', 'watch objects-per-slab --editor "code -r"'))
    .action(async (name: string | undefined, _: object, command: Command) => {
      const { watch } = await import('./commands/watch.ts')
      await watch(sessionOf(command), name)
    })
  program
    .command('hint [exercise]')
    .description(help.hint)
    .addHelpText('after', examples('hint objects-per-slab'))
    .action(async (name: string | undefined, _: object, command: Command) => {
      const { hint } = await import('./commands/hint.ts')
      hint(sessionOf(command), name)
    })
  program
    .command('reset <exercise>')
    .description(help.reset)
    .option('--yes', help.yes)
    .addHelpText('after', examples('reset objects-per-slab', 'reset objects-per-slab --yes'))
    .action(async (name: string, { yes = false }: { yes?: boolean }, command: Command) => {
      const { reset } = await import('./commands/reset.ts')
      await reset(sessionOf(command), name, yes)
    })
  program
    .command('solution [exercise]')
    .description(help.solution)
    .option('--yes', help.yes)
    .addHelpText('after', examples('solution objects-per-slab'))
    .action(
      async (name: string | undefined, { yes = false }: { yes?: boolean }, command: Command) => {
        const { solution } = await import('./commands/solution.ts')
        await solution(sessionOf(command), name, yes)
      },
    )
}

function addInstructors(program: Command): void {
  const words = wordsFor('en')
  const { help } = words
  program
    .command('summary <workspaces...>')
    .description(help.summary)
    .option('--seed <number>', help.seed)
    .option('--csv', help.csv)
    .option('--output <file>', help.output)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples('summary anna/ ben/', 'summary learners/* --csv --output all.csv'),
    )
    .action(
      async (folders: string[], { csv, json, ...options }: SummaryFlags, command: Command) => {
        if (csv && json) throw new CourseError(words.jsonOrCsv, words.summaryAdvice)
        const { summary } = await import('./commands/summary.ts')
        const format = csv ? 'csv' : json ? 'json' : 'pretty'
        await summary(sessionOf(command), folders, { ...options, format })
      },
    )
}

interface SummaryFlags {
  readonly csv?: boolean
  readonly json?: boolean
  readonly output?: string
  readonly seed?: string
}

function addAuthors(program: Command): void {
  const { help } = wordsFor('en')
  program
    .command('doctor [exercises...]')
    .description(help.doctor)
    .addOption(jsonOption())
    .addHelpText('after', examples('doctor', 'doctor --json', 'doctor objects-per-slab'))
    .action(async (typed: string[], { json = false }: { json?: boolean }, command: Command) => {
      const { doctor } = await import('./commands/doctor.ts')
      await doctor(sessionOf(command), typed, { json })
    })
}

interface CheckFlags {
  readonly all?: boolean
  readonly started?: boolean
  readonly json?: boolean
  readonly reporter?: Reporter
  readonly output?: string
  readonly seed?: string
}

/** `--json` is short for `--reporter json`. */
function chosen(json = false, reporter?: Reporter): Reporter {
  if (!json) return reporter ?? 'pretty'
  if (reporter === undefined || reporter === 'json') return 'json'
  const words = wordsFor('en')
  throw new CourseError(words.jsonOrReporter(reporter), words.checkAdvice)
}

function sessionOf(command: Command): Session {
  return openSession(command.optsWithGlobals<GlobalOptions>())
}

function jsonOption(): Option {
  return new Option('--json', wordsFor('en').help.json)
}

function examples(...commands: readonly string[]): string {
  const lines = commands.map((command) => `  $ ${`kmalloc-course ${command}`.trimEnd()}\n`)
  return `\n${wordsFor('en').help.examples}\n${lines.join('')}`
}

function unknownCommand(program: Command, typed: string): CourseError {
  const words = wordsFor('en')
  const known = program.commands
    .map((command) => command.name())
    .filter((name) => name !== 'guided')
  const near = suggest(typed, [...known, 'help'])
  return new CourseError(
    words.unknownCommand(typed),
    words.didYouMean(near, words.seeHelp),
    exitCode.misuse,
  )
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
