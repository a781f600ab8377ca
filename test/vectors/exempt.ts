/**
 * The only fields of the reference files that are not compared. Both depend on where the descriptor or the slab of
 * a new cache came to lie, which depends on how physical memory was used before.
 */
import type { Exemption } from './compare.ts'

export const EXEMPTIONS = {
  'page frames in `ev`': 'which frame a slab gets depends on the model of physical memory',
  '`next_reap` of new caches': 'it depends on the address of the descriptor',
} as const

const FRAMES: keyof typeof EXEMPTIONS = 'page frames in `ev`'
const NEXT_REAP: keyof typeof EXEMPTIONS = '`next_reap` of new caches'

/** Place of the page frame in an event. */
const FRAME_OF_EVENT: { readonly [event: string]: number } = { '+': 5, a: 2 }

/**
 * The exemptions of one trace. `ops` are its operations as they stand in the file; caches from index `firstNew` on
 * are created by the trace itself.
 */
export function traceExemption(ops: readonly unknown[], firstNew: number): Exemption {
  return (path) => {
    const [list, index, ...rest] = path
    if (list === 'final') {
      return typeof index === 'number' && rest[0] === 'next_reap' && index >= firstNew
        ? NEXT_REAP
        : null
    }
    if (list !== 'ops' || typeof index !== 'number') return null
    if (rest.at(-1) === 'next_reap') return NEXT_REAP
    return isFrame(ops[index], rest) ? FRAMES : null
  }
}

/** True for the frame inside an event: `[…, ev, event, place]` or, for a new cache, `[…, 'ev', event, place]`. */
function isFrame(op: unknown, rest: readonly (string | number)[]): boolean {
  const place = rest.at(-1)
  let value: unknown = op
  for (const step of rest.slice(0, -1)) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined
  }
  if (!Array.isArray(value) || rest.length < 3) return false
  const event: unknown = value[0]
  return typeof event === 'string' && FRAME_OF_EVENT[event] === place
}
