/** Where two machines that are asked the same begin to do different things. */
import { expect, test } from 'vitest'
import { firstDifference } from '#course/grader/divergence.ts'
import { type EventTrace, MOST_EVENTS } from '#course/grader/protocol.ts'

const trace = (digests: readonly number[], start = 0, rest: Partial<EventTrace> = {}) => ({
  digests,
  start,
  expectations: [],
  unmet: false,
  ...rest,
})

test('nowhere, when they do the same', () => {
  expect(firstDifference(trace([1, 2, 3], 1), trace([1, 2, 3], 1))).toBeNull()
  expect(firstDifference(trace([]), trace([]))).toBeNull()
})

test('at the first event that is another one', () => {
  expect(firstDifference(trace([1, 2, 3, 4]), trace([1, 2, 9, 8]))).toEqual({
    yours: 2,
    reference: 2,
  })
})

test('where one of them does nothing more', () => {
  expect(firstDifference(trace([1]), trace([1, 2]))).toEqual({ yours: 1, reference: 1 })
  expect(firstDifference(trace([1, 2]), trace([1]))).toEqual({ yours: 1, reference: 1 })
})

test('in the attempt, though they did different things before it', () => {
  const yours = trace([7, 7, 1, 2], 2)
  expect(firstDifference(yours, trace([7, 1, 3], 1))).toEqual({ yours: 3, reference: 2 })
})

test('before the attempt, when nothing in it tells them apart', () => {
  expect(firstDifference(trace([7, 8, 1], 2), trace([7, 9, 1], 2))).toEqual({
    yours: 1,
    reference: 1,
  })
})

test('not behind an expectation that was not met: there the check itself went no further', () => {
  const stopped = trace([1, 2], 0, { expectations: [1, 2], unmet: true })
  expect(firstDifference(stopped, trace([1, 2, 3], 0, { expectations: [1, 2, 3] }))).toBeNull()
  const threw = { ...stopped, unmet: false }
  expect(firstDifference(threw, trace([1, 2, 3], 0, { expectations: [1, 2, 3] }))).toEqual({
    yours: 2,
    reference: 2,
  })
})

test('not at the end of what is kept of very much', () => {
  const much = Array.from({ length: MOST_EVENTS }, () => 1)
  expect(firstDifference(trace(much), trace(much.slice(1)))).toBeNull()
})
