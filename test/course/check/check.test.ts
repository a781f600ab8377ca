/** What the check of an exercise may use beside vitest. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { attemptOf, observeAttempts, surveyAttempts } from '#course/check/attempt.ts'
import { attempt, figures, hex, random, sample } from '#course/check/index.ts'
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

describe('a survey of attempts', () => {
  const heard: string[] = []
  beforeEach(() => {
    heard.length = 0
    surveyAttempts({
      begin: (tried) => (thrown) =>
        heard.push(`${tried}: ${thrown ? String(thrown.value) : 'pass'}`),
    })
  })
  afterEach(() => surveyAttempts(null))

  test('lets the check go on after one that fails, and hears of all', async () => {
    const given = attempt('first', () => {
      throw 42
    })
    expect(given).toBeUndefined()
    expect(attempt('second', () => 2)).toBe(2)
    await attempt('third', () => Promise.reject(43))
    expect(heard).toEqual(['first: 42', 'second: pass', 'third: 43'])
  })

  test('hears of one inside another first, and of that one as passed', () => {
    attempt('outside', () =>
      attempt('inside', () => {
        throw 42
      }),
    )
    expect(heard).toEqual(['inside: 42', 'outside: pass'])
  })
})

describe('a slab as somebody works it out', () => {
  const plan = { cache: 'x', pages: 1, objsize: 100, num: 39, notes: 104 }

  test('has its notes, its objects and the rest, without gaps', () => {
    const { bytes, parts } = figures.plannedSlab(plan)
    const ends = parts.map((part) => part.offset + part.bytes)
    expect(parts.map((part) => part.offset)).toEqual([0, ...ends.slice(0, -1)])
    expect(ends.at(-1)).toBe(bytes)
    expect(parts.slice(0, 2)).toMatchObject([{ what: 'notes', bytes: 104 }, { what: 'object' }])
    expect(parts.at(-1)).toMatchObject({ what: 'left over', bytes: 92 })
  })

  test('begins with an object when the notes are elsewhere or forgotten', () => {
    const [first] = figures.plannedSlab({ ...plan, notes: 0 }).parts
    expect(first).toMatchObject({ what: 'object', offset: 0 })
  })

  test('is none when there is more in it than room, or less than nothing', () => {
    expect(() => figures.plannedSlab({ ...plan, num: 41 })).toThrow(RangeError)
    expect(() => figures.plannedSlab({ ...plan, notes: -4 })).toThrow(RangeError)
    expect(() => figures.plannedSlab({ ...plan, num: Number.NaN })).toThrow(RangeError)
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
