/** What the check of an exercise may use beside vitest. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { attemptOf, observeAttempts } from '#course/check/attempt.ts'
import { attempt, hex, random, sample } from '#course/check/index.ts'
import { seedRandom } from '#course/check/random.ts'

function thrownBy(body: () => unknown): unknown {
  try {
    body()
  } catch (thrown) {
    return thrown
  }
  throw new Error('nothing was thrown')
}

describe('attempt', () => {
  test('gives back what its body gives back', () => {
    expect(attempt('one and one', () => 1 + 1)).toBe(2)
  })

  test('passes on what was thrown, and knows what was being tried', () => {
    const error = new Error('no')
    const thrown = thrownBy(() =>
      attempt('kfree(NULL)', { look: 'the section on kfree' }, () => {
        throw error
      }),
    )
    expect(thrown).toBe(error)
    expect(attemptOf(thrown)).toEqual({ tried: 'kfree(NULL)', look: 'the section on kfree' })
  })

  test('works for a body that takes its time', async () => {
    const error = new Error('no')
    await expect(attempt('to wait', () => Promise.reject(error))).rejects.toBe(error)
    expect(attemptOf(error)?.tried).toBe('to wait')
  })

  test('the innermost one is named', () => {
    const thrown = thrownBy(() =>
      attempt('outside', () =>
        attempt('inside', () => {
          throw new Error('no')
        }),
      ),
    )
    expect(attemptOf(thrown)?.tried).toBe('inside')
  })

  test('a value thrown again belongs to the attempt that threw it last', () => {
    const throwing = (tried: string) =>
      attempt(tried, () => {
        throw 42
      })
    thrownBy(() => throwing('first'))
    thrownBy(() => throwing('second'))
    expect(attemptOf(42)?.tried).toBe('second')
  })

  test('under plain vitest the words stand in the message', () => {
    const thrown = thrownBy(() => attempt('kmalloc(0)', () => expect(1).toBe(2)))
    expect(String(thrown)).toContain('kmalloc(0): expected 1 to be 2')
  })

  test('the grader hears of every attempt as it begins', () => {
    const heard: string[] = []
    observeAttempts((tried) => heard.push(tried))
    attempt('first', () => attempt('second', () => {}))
    expect(heard).toEqual(['first', 'second'])
  })
})

describe('random cases', () => {
  beforeEach(() => seedRandom(7))
  afterEach(() => seedRandom(1))

  test('are the same again for the same seed', () => {
    const draw = () => sample(10, () => random.integer(1, 1_000_000))
    const first = draw()
    seedRandom(7)
    expect(draw()).toEqual(first)
    seedRandom(8)
    expect(draw()).not.toEqual(first)
  })
})

test('an address is written with eight digits, anything else as it is', () => {
  expect(hex(0xc12f4000)).toBe('0xc12f4000')
  expect(hex(0)).toBe('0x00000000')
  expect(hex(undefined)).toBe('undefined')
  expect(hex(-1)).toBe('-1')
})
