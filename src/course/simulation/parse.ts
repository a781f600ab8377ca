/** A line that somebody typed, or that stands in a scenario → commands with their arguments by name. */
import { type Argument, type ArgumentKind, argumentsOf, commandNames, usageOf } from './commands.ts'
import { SimulationError } from './problem.ts'

export interface Command {
  readonly name: string
  /** The words as typed, by the name of the argument. */
  readonly words: ReadonlyMap<string, string>
}

/** So many commands may one line stand for. */
const mostCommands = 100_000

/**
 * The commands of a line: none for an empty line or a comment, several for `repeat 10 kmalloc 100` and
 * `kfree p1..p10`. Throws SimulationError when the line is no command.
 */
export function parseLine(line: string): Command[] {
  const text = withoutComment(line)
  if (text === '') return []
  const words = text.split(/\s+/)
  if (words[0] !== 'repeat') return expandRange(words).map(parseWords)
  const times = repeatCount(words[1])
  const command = parseWords(words.slice(2))
  return Array.from({ length: times }, () => command)
}

/** A line as far as it means something. */
export function withoutComment(line: string): string {
  return line.replace(/(^|\s)#.*$/, '').trim()
}

function repeatCount(typed: string | undefined): number {
  const times = Number(typed)
  if (typed !== undefined && /^\d+$/.test(typed) && times >= 1 && times <= mostCommands)
    return times
  throw new SimulationError(
    `"${typed ?? ''}" is not how often to repeat: give a number from 1 to ${mostCommands}.`,
    'For example: repeat 10 kmalloc 100',
  )
}

/** `kfree p1..p3` is three commands. */
function expandRange(words: readonly string[]): (readonly string[])[] {
  const at = words.findIndex((word) => /^p\d+\.\.p?\d+$/.test(word))
  const [first = '', last = ''] = (words[at] ?? '').split('..').map((end) => end.replace('p', ''))
  if (at < 1) return [words]
  const [from, to] = [Number(first), Number(last)]
  if (to < from || to - from >= mostCommands) {
    throw new SimulationError(`"${words[at]}" is no range: it goes from a name to a later one.`)
  }
  return Array.from({ length: to - from + 1 }, (_, index) => words.with(at, `p${from + index}`))
}

function parseWords([name = '', ...rest]: readonly string[]): Command {
  const wanted = argumentsOf(name)
  if (wanted === null) throw unknownCommand(name)
  return { name, words: assign(name, wanted, rest) }
}

function unknownCommand(name: string): SimulationError {
  return new UnknownName(
    `There is no command "${name}".`,
    name,
    commandNames,
    'help shows all commands.',
  )
}

/** A name that is none of those known. The screen, which knows how to guess, says which one may have been meant. */
export class UnknownName extends SimulationError {
  readonly typed: string
  readonly known: readonly string[]

  constructor(message: string, typed: string, known: readonly string[], advice: string) {
    super(message, advice)
    this.typed = typed
    this.known = known
  }
}

/** Gives each argument its word. An optional one is left out when the word cannot be meant for it. */
function assign(
  name: string,
  wanted: readonly Argument[],
  given: readonly string[],
): Map<string, string> {
  const words = new Map<string, string>()
  const left = [...given]
  for (const argument of wanted) {
    const [word] = left
    if (takesRest(argument.kind) && left.length > 0) {
      words.set(argument.name, left.splice(0).join(' '))
    } else if (word !== undefined && (!argument.optional || canBe(argument.kind, word))) {
      words.set(argument.name, word)
      left.shift()
    } else if (!argument.optional) {
      throw new SimulationError(
        `${name}: <${argument.name}> is missing.`,
        `${usage}${usageOf(name)}`,
      )
    }
  }
  const [extra] = left
  if (extra === undefined) return words
  throw new SimulationError(`${name}: "${extra}" is too much.`, `${usage}${usageOf(name)}`)
}

const usage = 'It is used like this: '

function takesRest(kind: ArgumentKind): boolean {
  return (
    kind === 'text' ||
    kind === 'line' ||
    kind === 'boot' ||
    kind === 'gfp' ||
    kind === 'cache-flags' ||
    kind === 'file'
  )
}

function canBe(kind: ArgumentKind, word: string): boolean {
  const isNumber = /^\d/.test(word)
  // An order is short: 0xd0 is a mask.
  if (kind === 'order') return /^\d{1,2}$/.test(word)
  return kind === 'size' || kind === 'number' ? isNumber : true
}
