/** Wrong: lets the call ask for pages that takes the last object. */
import { whoPays as right, type Payment, type Store } from '../solution.ts'

export function whoPays(stores: readonly Store[], name: string, calls: number): Payment[] {
  return right(stores, name, calls + 1)
    .map(({ call, caches }) => ({ call: Math.max(1, call - 1), caches }))
    .filter(({ call }) => call <= calls)
}
