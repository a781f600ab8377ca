/** Watches a machine of its own instead of reading. */
import { GFP_KERNEL, boot, watchEvents } from 'kmalloc-course/kernel'

export function whyItMissed(events: readonly unknown[]): string[] {
  const machine = boot()
  const reasons: string[] = []
  watchEvents(machine, ({ name }) => {
    if (name === 'array-empty') reasons.push(reasons.length === 0 ? 'never filled' : 'used up')
  })
  for (let call = 0; call < events.length; call++) machine.kmalloc(100, GFP_KERNEL)
  return reasons
}
