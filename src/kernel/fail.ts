/**
 * Page allocations that fail on purpose, so that the ways out that hardly ever happen can be seen and tested.
 * Ours: Linux got such a thing (fault injection) only years after 2.6.11.
 */
import type { Machine } from './machine.ts'

/**
 * Makes the `nth` page allocation from now on fail, whatever its mask and order, as if there was no memory: it is
 * over at once, without waiting and without the OOM killer. One failure is pending at a time; 0 takes it back.
 */
export function failPageAllocation(machine: Machine, nth: number): void {
  if (!Number.isInteger(nth) || nth < 0) {
    throw new RangeError(
      `failPageAllocation: ${String(nth)} is no place in a row; 1 is the next page allocation, 0 is none.`,
    )
  }
  machine.pageAllocationsUntilFailure = nth
}

/** True when this page allocation is the one that has to fail. For the page allocator, which asks once for each. */
export function failsOnPurpose(machine: Machine): boolean {
  return --machine.pageAllocationsUntilFailure === 0
}
