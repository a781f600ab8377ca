/** Wrong: takes each visit of the reaper for a loss. */

/** What a machine told of one cache. */
export interface CacheEvent {
  readonly name: string
  readonly values: Readonly<Record<string, number>>
}

export type Reason = 'never filled' | 'reaped' | 'used up'

export function whyItMissed(events: readonly CacheEvent[]): Reason[] {
  const reasons: Reason[] = []
  let filled = false
  let reaped = false
  for (const { name } of events) {
    if (name === 'array-empty') {
      reasons.push(filled ? (reaped ? 'reaped' : 'used up') : 'never filled')
    } else if (['refilled', 'array-room', 'array-full'].includes(name)) {
      filled = true
      reaped = false
    } else if (name === 'array-trimmed' || name === 'array-spared') reaped = true
  }
  return reasons
}
