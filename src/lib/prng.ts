/** Pseudo-random numbers that are the same for the same seed on every machine (the mulberry32 generator). */

export interface Random {
  /** An integer from `low` to `high`, both included. */
  integer(low: number, high: number): number
  /** One element; throws a `RangeError` if there is none. */
  pick<T>(list: readonly T[]): T
  /** The same elements in another order; the list itself stays as it is. */
  shuffle<T>(list: readonly T[]): T[]
}

/** Numbers from 0 up to but not including 2^32. `seed` counts modulo 2^32. */
export function randomWords(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

export function createRandom(seed: number): Random {
  const word = randomWords(seed)
  const integer = (low: number, high: number) =>
    low + Math.floor((word() / 2 ** 32) * (high - low + 1))
  return {
    integer,
    pick(list) {
      const picked = list[integer(0, list.length - 1)]
      if (picked === undefined && list.length === 0) {
        throw new RangeError('pick: the list is empty, so there is nothing to pick from')
      }
      return picked!
    },
    shuffle(list) {
      const shuffled = [...list]
      for (let last = shuffled.length - 1; last > 0; last--) {
        const other = integer(0, last)
        const kept = shuffled[last]!
        shuffled[last] = shuffled[other]!
        shuffled[other] = kept
      }
      return shuffled
    },
  }
}
