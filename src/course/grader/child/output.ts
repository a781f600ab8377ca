/** Takes what the learner's code prints: shows the first lines, counts the rest, stops a flood. */
import { Console } from 'node:console'
import process from 'node:process'
import { Writable } from 'node:stream'
import { report } from './channel.ts'

const LINES_SHOWN = 200
const CHARACTERS_SHOWN = 20_000
/** Nobody prints this much on purpose; it takes about a fifth of a second. */
const WRITES_OF_A_FLOOD = 100_000

const out = { lines: 0, characters: 0, writes: 0, cut: false }
let listener: Listener | null = null

interface Listener {
  /** Only frames of this file are shown. */
  readonly file: string
  /** Called when more is printed than anyone reads. Does not return. */
  readonly flood: () => never
}

const METHODS = [
  'assert',
  'count',
  'countReset',
  'debug',
  'dir',
  'dirxml',
  'error',
  'group',
  'groupCollapsed',
  'groupEnd',
  'info',
  'log',
  'table',
  'time',
  'timeEnd',
  'timeLog',
  'trace',
  'warn',
] as const

/** A line of a stack trace; `console.trace` and a printed error have them. */
const FRAME = /^\s+at .*(:\d+:\d+|<anonymous>)\)?$/

/** Prints what the learner's code writes to its output. */
export function write(text: string): void {
  if (!listener) return
  out.writes++
  if (out.writes > WRITES_OF_A_FLOOD) listener.flood()
  if (out.cut) return
  const lines = text.replace(/\n$/, '').split('\n')
  for (const line of lines) {
    // Frames of the course mean nothing to a learner.
    if (FRAME.test(line) && !line.includes(listener.file)) continue
    out.lines++
    out.characters += line.length
    if (out.lines > LINES_SHOWN || out.characters > CHARACTERS_SHOWN) {
      out.cut = true
      report({ kind: 'printed-cut' })
      return
    }
    report({ kind: 'printed', text: line })
  }
}

/** Writes at once, so that what a loop prints is there however it ends. */
const stream = new Writable({
  decodeStrings: false,
  write(chunk: unknown, _encoding, done) {
    write(String(chunk))
    done()
  },
})

type Methods = Record<string, (...values: unknown[]) => void>

/** What a learner finds under the name `console`, and the same again to compare. */
const replaced: Methods = {}
const given: Methods = {}
let real: Console | null = null

function print(name: string, values: readonly unknown[]): void {
  real ??= new Console(stream)
  const method: unknown = Reflect.get(real, name)
  if (typeof method === 'function') Reflect.apply(method, real, values)
}

/**
 * From here on nothing the code prints reaches the process's own output. The console gets another one, made at its
 * first use: the given one also tells V8's inspector, which takes thirty times as long as printing. Nothing in it leads
 * to the stream, and so to the process.
 */
export function takeOutput(): void {
  for (const name of METHODS) {
    given[name] = (...values) => print(name, values)
    replaced[name] = given[name]
  }
  Object.defineProperty(globalThis, 'console', { value: replaced, configurable: true })
  for (const name of ['stdout', 'stderr']) {
    Object.defineProperty(process, name, { value: stream, configurable: true })
  }
}

/** From here on what is printed is the learner's, and is reported. */
export function reportOutput(to: Listener): void {
  listener = to
  Object.assign(out, { lines: 0, characters: 0, writes: 0, cut: false })
  real = null
}

/** Nobody has put anything in front of the console. */
export function isConsoleUntouched(): boolean {
  const found = Object.getOwnPropertyDescriptor(globalThis, 'console')
  if (found?.value !== replaced || !found.configurable) return false
  return METHODS.every((name) => replaced[name] === given[name])
}
