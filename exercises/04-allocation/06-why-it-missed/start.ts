/** Reads what a machine told, and says why allocations missed the array. */

/** What a machine told of one cache. */
export interface CacheEvent {
  readonly name: string
  readonly values: Readonly<Record<string, number>>
}

export type Reason = 'never filled' | 'reaped' | 'used up'

// Your turn.

/** A reason for each `array-empty`, in order. */
export function whyItMissed(events: readonly CacheEvent[]): Reason[] {
  return []
}
