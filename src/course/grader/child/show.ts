/** Values as a verdict prints them: in full, addresses in hex and without quotes. */
import { inspect } from 'node:util'

const ADDRESS = /^0x[0-9a-f]+$/

/** Nothing that is counted in the course comes near the numbers from PAGE_OFFSET up. */
function isKernelAddress(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0xc0000000 && Number(value) <= 0xffffffff
}

/** A list to be read along; in columns, as inspect() sets it, it would take a line for every few. */
function isListOfNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 6 && value.every((one) => typeof one === 'number')
}

export function show(value: unknown): string {
  if (isKernelAddress(value)) return `0x${value.toString(16)}`
  if (typeof value === 'string' && (ADDRESS.test(value) || value.includes('\n'))) return value
  try {
    if (isListOfNumbers(value)) return `[ ${value.map((one) => inspect(one)).join(', ')} ]`
    return inspect(value, {
      depth: Number.POSITIVE_INFINITY,
      maxArrayLength: 1000,
      maxStringLength: 20_000,
      breakLength: 80,
      sorted: false,
    })
  } catch {
    // A learner's object may throw while it is looked at.
    return 'a value that cannot be shown'
  }
}

/** What was thrown, as a sentence's object: `TypeError: x is not a function`, or `42, which is not an Error`. */
export function showThrown(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `${show(thrown)}, which is not an Error`
  try {
    return thrown.message ? `${thrown.name}: ${thrown.message}` : thrown.name
  } catch {
    return 'an error that cannot be shown'
  }
}
