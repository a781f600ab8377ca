/** From place to place, with what is still wanted. */
import type { RefillState, Take } from 'kmalloc-course/kernel'

export function refill({ batchcount, touched, shared, partial, free }: RefillState): Take[] {
  let wanted = touched === 1 ? batchcount : Math.min(batchcount, 16)
  if (shared > 0) return [{ slab: 'shared', count: Math.min(wanted, shared) }]
  const takes: Take[] = []
  for (const { slab, free: there } of [...partial, ...free]) {
    const count = Math.min(wanted, there)
    if (count > 0) takes.push({ slab, count })
    wanted -= count
  }
  return takes
}
