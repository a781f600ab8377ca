/** The compiler's messages in plain words. */
import type { Diagnostic } from './typescript.ts'

/** Takes what TypeScript puts between quotes, in its order, and the whole message. */
type Say = (parts: readonly string[], message: string) => string

/** By the number of the message. What is not here is told in TypeScript's own words. */
const sentences: Readonly<Record<number, Say>> = {
  2304: ([name]) => `There is no ${name} here. Is it spelled right, and declared or imported?`,
  2305: ([from, name]) => `${unquoted(from)} has no ${name} to import.`,
  2322: ([what, wanted]) => `This is ${what}, but ${wanted} is wanted here.`,
  2339: ([name, of]) => `${of} has no ${name}.`,
  2345: ([what, wanted]) => `The function is given ${what}, but ${wanted} is wanted here.`,
  2349: () => 'This is called like a function, but it is none.',
  2355: () => 'The function says that it returns something, and never does.',
  2362: () => 'What stands on the left of the sign is no number.',
  2363: () => 'What stands on the right of the sign is no number.',
  2365: ([sign, left, right]) => `${left} and ${right} do not go with ${sign}.`,
  2366: () =>
    'The function can come to its end without a return. Return a value on every way through it.',
  2367: ([left, right]) => `This compares ${left} with ${right}: the answer is always the same.`,
  2403: ([name]) => `${name} is declared twice, as different things.`,
  2451: ([name]) => `${name} is declared twice.`,
  2454: ([name]) => `${name} is used before it was given a value.`,
  2531: () => 'This may be null. Ask for that first.',
  2532: () => 'This may be undefined. Ask for that first.',
  2533: () => 'This may be null or undefined. Ask for that first.',
  2540: ([name]) => `${name} can only be read.`,
  2551: ([name, of, meant]) => `${of} has no ${name}. Is ${meant} meant?`,
  2552: ([name, meant]) => `There is no ${name} here. Is ${meant} meant?`,
  2554: (_parts, message) => wrongCount(message),
  2555: (_parts, message) => wrongCount(message),
  2588: ([name]) =>
    `${name} is declared with const, so it keeps its value. Declare it with let to change it.`,
  2724: ([from, name, meant]) => `${unquoted(from)} has no ${name} to import. Is ${meant} meant?`,
  2741: ([name, , wanted]) => `${name} is missing: ${wanted} is wanted here.`,
  18047: ([name]) => `${name} may be null here. Ask for that first.`,
  18048: ([name]) => `${name} may be undefined here. Ask for that first.`,
  18049: ([name]) => `${name} may be null or undefined here. Ask for that first.`,
}

/** A name is not found. What Node has is there when the code runs, though its types may not be installed. */
const unknownNames: ReadonlySet<number> = new Set([2304, 2552, 2580, 2584, 2591])
/** The verdict has told about imports already: nothing can be imported that an exercise does not open. */
const importsOfNothing: ReadonlySet<number> = new Set([2307, 2792, 2882])

/** One or two sentences; null for what is no advice. */
export function inPlainWords({ code, message }: Diagnostic): string | null {
  // Below 2000 the file does not parse, which is a verdict of its own.
  if (code < 2000 || importsOfNothing.has(code)) return null
  const parts = [...message.matchAll(/'([^']*)'/g)].map((match) => match[1]!)
  const [name = ''] = parts
  if (unknownNames.has(code) && (name in globalThis || name.startsWith('node:'))) return null
  return sentences[code]?.(parts, message) ?? `TypeScript says: ${message}`
}

/** `Expected 2 arguments, but got 1.` */
function wrongCount(message: string): string {
  const counts = /^Expected (.+) arguments?, but got (\d+)/.exec(message)
  if (!counts) return message
  const [, wanted, given] = counts
  return `This call gives ${given} ${given === '1' ? 'value' : 'values'}, but ${wanted} ${wanted === '1' ? 'is' : 'are'} wanted.`
}

/** TypeScript names a module with its quotes. */
function unquoted(name = ''): string {
  return name.replaceAll('"', '')
}
