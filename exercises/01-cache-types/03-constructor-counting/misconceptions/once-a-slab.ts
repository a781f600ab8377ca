/** Wrong: one call for each slab. */

export { countingCache } from '../solution.ts'

export function constructorCalls(allocations: number, num: number): number {
  return Math.ceil(allocations / num)
}
