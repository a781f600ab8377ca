/** The random cases of a check. They come from a seed that stands in the verdict, so they can be had again. */
import { createRandom, type Random } from '#lib/prng.ts'

/** The environment variable that holds the seed, in the loop and under plain vitest alike. */
export const SEED_VARIABLE = 'KMALLOC_SEED'

let generator: Random | null = null

/** The seed is read at the first draw: the grader's runtime is loaded before it knows the seed. */
function current(): Random {
  generator ??= createRandom(Number(process.env[SEED_VARIABLE] ?? 1))
  return generator
}

export const random: Random = {
  integer: (low, high) => current().integer(low, high),
  pick: (list) => current().pick(list),
  shuffle: (list) => current().shuffle(list),
}

/** `count` values drawn one after the other: `sample(20, () => random.integer(1, 4096))`. */
export function sample<T>(count: number, draw: () => T): T[] {
  return Array.from({ length: count }, draw)
}
