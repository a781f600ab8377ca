/**
 * Random programs of at least 200 operations that mix everything, against a naive model, with sweeps on the way. A
 * program that fails is made smaller and printed with its seed. `npm run soak` runs thousands of them.
 */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mustBeSame, run, runOn } from './carry_out.ts'
import { Coverage, goals } from './coverage.ts'
import { judge } from './judge.ts'
import { bootAnew } from './machines.ts'
import { print, programOf, programs } from './program.ts'
import { shrink } from './shrink.ts'

/** What is broken by the programs of so many seeds. */
function broken(first: number, count: number): string[] {
  const coverage = new Coverage()
  const seeds = Array.from({ length: count }, (_, index) => first + index)
  return seeds.map((seed) => judge(seed, coverage)).filter((text) => text !== null)
}

describe('any program', () => {
  test('keeps every invariant, and gives all pages back', () => {
    fc.assert(
      fc.property(programs, (program) => {
        run(program, 10)
      }),
      { numRuns: 12 },
    )
  })

  test('of known seeds', () => expect(broken(1, 40)).toEqual([]))

  test('of fresh seeds', () => {
    const seed = 1 + Math.floor(Math.random() * 2 ** 31)
    expect(broken(seed, 20)).toEqual([])
  })
})

describe('the program of a seed', () => {
  test('is always the same, and long', () => {
    expect(programOf(7)).toEqual(programOf(7))
    expect(programOf(7)).not.toEqual(programOf(8))
    expect(programOf(7).operations.length).toBeGreaterThanOrEqual(200)
  })
})

describe('two runs of a program', () => {
  test.each([11, 12, 13, 14, 15])(
    'go the same way on a machine that was reset and on one that was booted, seed %i',
    (seed) => {
      const program = programOf(seed)
      run(programOf(seed + 100), 1000)
      mustBeSame(run(program, 1000), runOn(bootAnew(program.machine), program, 1000))
    },
  )

  test.each([16, 17, 18])('go the same way when somebody looks on, seed %i', (seed) => {
    const program = programOf(seed)
    mustBeSame(run(program, 1000), run(program, 1000, new Coverage()))
  })
})

describe('a program that fails', () => {
  test('shrinks to what is needed to fail', () => {
    const takes = (text: string): number => text.split('\nkmalloc ').length - 1
    const least = shrink(programOf(1), (candidate) => takes(print(candidate)) >= 2)
    expect(least.operations.map((step) => step.do)).toEqual(['kmalloc', 'kmalloc'])
  })
})

describe('what has to be reached', () => {
  test('is every event and every function, and no name stands for two things', () => {
    const names = Object.values(goals()).flat()
    expect(new Set(names).size).toBe(names.length)
    expect(names).toContain('zone-watermark')
    expect(names).toContain('cache_grow()')
  })
})
