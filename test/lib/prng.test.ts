/** Random numbers from a seed. */
import { describe, expect, test } from 'vitest'
import { createRandom, randomWords } from '#lib/prng.ts'

describe('random numbers from a seed', () => {
  test('the same seed gives the same numbers, another seed others', () => {
    const numbers = (seed: number) => Array.from({ length: 20 }, randomWords(seed))
    expect(numbers(7)).toEqual(numbers(7))
    expect(numbers(7)).not.toEqual(numbers(8))
  })

  test('an integer lies between its bounds and reaches both', () => {
    const random = createRandom(1)
    const drawn = new Set(Array.from({ length: 500 }, () => random.integer(3, 9)))
    expect([...drawn].sort((a, b) => a - b)).toEqual([3, 4, 5, 6, 7, 8, 9])
  })

  test('picking takes an element of the list, and an empty list is an error that says so', () => {
    const random = createRandom(1)
    expect(['a', 'b']).toContain(random.pick(['a', 'b']))
    expect(() => random.pick([])).toThrow('the list is empty')
  })

  test('shuffling keeps every element once and the list as it was', () => {
    const list = Array.from({ length: 50 }, (_, index) => index)
    const shuffled = createRandom(1).shuffle(list)
    expect(shuffled).not.toEqual(list)
    expect(shuffled.sort((a, b) => a - b)).toEqual(list)
  })
})
