/** Another way: looks back from each miss for the last event that tells why. */

/** What a machine told of one cache. */
export interface CacheEvent {
  readonly name: string
  readonly values: Readonly<Record<string, number>>
}

export type Reason = 'never filled' | 'reaped' | 'used up'

function isFilling({ name }: CacheEvent): boolean {
  return name === 'refilled' || name === 'array-room' || name === 'array-full'
}

function isTaking({ name }: CacheEvent): boolean {
  return name === 'array-trimmed'
}

export function whyItMissed(events: readonly CacheEvent[]): Reason[] {
  return events.flatMap((event, index): Reason[] => {
    if (event.name !== 'array-empty') return []
    const before = events.slice(0, index)
    const filling = before.findLastIndex(isFilling)
    if (filling === -1) return ['never filled']
    return [before.findLastIndex(isTaking) > filling ? 'reaped' : 'used up']
  })
}
