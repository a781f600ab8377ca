/** The rows of `zones` in the kernel files. */
import * as v from 'valibot'
import type { Machine } from '#kernel/machine.ts'
import { Input, type Actual, type Json } from './compare.ts'
import { NotCompared } from './not_compared.ts'

export const zoneRow = v.looseObject({
  tag: v.string(),
  name: v.string(),
  present: v.number(),
  hot: v.optional(v.array(v.number()), []),
  cold: v.optional(v.array(v.number()), []),
  free_area: v.optional(v.array(v.number()), []),
})
export type ZoneRow = v.InferOutput<typeof zoneRow>

/** What is known of the counts of a row: they follow from what was done before, or begin it, or nobody knows. */
export type Counts = 'followed' | 'given' | 'not known'

/** A row of `zones`. How many pages are free follows from the free blocks always. */
export function describeZone({ zones }: Machine, given: ZoneRow, counts: Counts): Actual {
  const zone = zones.find((candidate) => candidate.name === given.name)
  if (zone === undefined) return null
  const name = { tag: new Input(given.tag), name: zone.name, present: zone.present_pages }
  if (zone.present_pages === 0) return name
  const count = (value: number, told: Json | undefined): Actual => {
    if (counts === 'followed') return value
    return counts === 'given' ? new Input(told ?? null) : new NotCompared(told ?? null, 'pages')
  }
  const [hot, cold] = zone.pcp
  const followed = counts === 'followed'
  const free_area = followed ? Array.from(zone.nr_free) : given.free_area
  return {
    ...name,
    start_pfn: zone.zone_start_pfn,
    spanned: zone.spanned_pages,
    free_pages: free_area.reduce((sum, blocks, order) => sum + (blocks << order), 0),
    min: zone.pages_min,
    low: zone.pages_low,
    high: zone.pages_high,
    lowmem_reserve: [...zone.lowmem_reserve],
    hot: [count(hot.count, given.hot[0]), hot.low, hot.high, hot.batch],
    cold: [count(cold.count, given.cold[0]), cold.low, cold.high, cold.batch],
    free_area: Array.from(zone.nr_free, (blocks, order) => count(blocks, given.free_area[order])),
  }
}
