/** The random cases of a check. They come from a seed that stands in the verdict, so they can be had again. */
import { createRandom, type Random } from '#lib/prng.ts'

let generator: Random | null = null

/** The grader says which seed; plain vitest takes it from KMALLOC_SEED. */
export function seedRandom(seed: number): void {
  generator = createRandom(seed)
}

function current(): Random {
  generator ??= createRandom(Number(process.env['KMALLOC_SEED'] ?? 1))
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
