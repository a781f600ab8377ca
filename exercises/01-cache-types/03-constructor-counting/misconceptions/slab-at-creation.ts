/** Wrong: a new cache has a slab already. */

export { countingCache } from '../solution.ts'

export function constructorCalls(allocations: number, num: number): number {
  return Math.max(1, Math.ceil(allocations / num)) * num
}
