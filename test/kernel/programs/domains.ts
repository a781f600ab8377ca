/** Sets of numbers that a value of an operation comes from: drawn fast for the soak, or by fast-check, which can shrink. */
import * as fc from 'fast-check'
import type { Random } from '#lib/prng.ts'

export type Domain =
  /** Both ends included. */
  | { readonly from: number; readonly to: number }
  | { readonly among: readonly number[] }
  /** One of several domains, each as often as its weight says. */
  | { readonly either: readonly (readonly [weight: number, domain: Domain])[] }

export function draw(domain: Domain, random: Random): number {
  if ('from' in domain) return random.integer(domain.from, domain.to)
  if ('among' in domain) return random.pick(domain.among)
  return draw(weighted(domain.either, random), random)
}

/** One of several things, each as often as its weight says. */
export function weighted<Thing>(
  choices: readonly (readonly [weight: number, thing: Thing])[],
  random: Random,
): Thing {
  const total = choices.reduce((sum, [weight]) => sum + weight, 0)
  let left = random.integer(1, total)
  for (const [weight, thing] of choices) {
    left -= weight
    if (left <= 0) return thing
  }
  throw new RangeError('weighted: there is nothing to choose from')
}

export function arbitraryOf(domain: Domain): fc.Arbitrary<number> {
  if ('from' in domain) return fc.integer({ min: domain.from, max: domain.to })
  if ('among' in domain) return fc.constantFrom(...domain.among)
  return fc.oneof(
    ...domain.either.map(([weight, inner]) => ({ weight, arbitrary: arbitraryOf(inner) })),
  )
}
