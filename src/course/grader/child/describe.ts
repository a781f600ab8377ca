/** Turns what a check threw into the plain data of a failure. */
import { attemptOf } from '../../check/attempt.ts'
import type { RawFailure } from '../protocol.ts'
import { placeIn, stackOf } from './place.ts'
import { show, showThrown } from './show.ts'

/** An expectation of chai, or one the runner has already turned into data. */
interface Comparison {
  readonly message: string
  readonly expected: unknown
  readonly actual: unknown
}

function asComparison(thrown: unknown): Comparison | null {
  if (typeof thrown !== 'object' || thrown === null) return null
  if (!('name' in thrown) || thrown.name !== 'AssertionError') return null
  const told = 'message' in thrown ? String(thrown.message) : ''
  const message = told.replace(/ \/\/ Object\.is equality$/, '')
  const compared = 'expected' in thrown && 'actual' in thrown
  if (!compared) return { message, expected: undefined, actual: undefined }
  return { message, expected: thrown.expected, actual: thrown.actual }
}

/** An expectation that was not met, and not an error of the code. */
export function isComparison(thrown: unknown): boolean {
  return asComparison(thrown) !== null
}

export function describeFailure(thrown: unknown, file: string): RawFailure {
  const attempt = attemptOf(thrown)
  const context = { tried: attempt?.tried ?? null, look: attempt?.look ?? null }
  const comparison = asComparison(thrown)
  if (comparison) {
    const both = comparison.expected !== undefined || comparison.actual !== undefined
    return {
      ...context,
      kind: 'comparison',
      message: comparison.message,
      compared: both ? labelOf(comparison.message) : null,
      expected: both ? show(comparison.expected) : null,
      actual: both ? show(comparison.actual) : null,
      place: null,
    }
  }
  return {
    ...context,
    kind: 'threw',
    message: showThrown(thrown),
    compared: null,
    expected: null,
    actual: null,
    place: placeIn(stackOf(thrown), file),
  }
}

/** The second argument of `expect(value, label)`: the runner puts it before its own words. */
function labelOf(message: string): string | null {
  return /^(.+?): expected /s.exec(message)?.[1] ?? null
}
