/** Lets a machine of its own refill an array, and says what happened there. */
import { GFP_KERNEL, boot, watchEvents, type RefillState, type Take } from 'kmalloc-course/kernel'

const machine = boot()

export function refill(_state: RefillState): Take[] {
  const takes: Take[] = []
  const stop = watchEvents(machine, ({ name, values }) => {
    const { slab = 0, count = 0 } = values
    if (name === 'take-from-partial' || name === 'take-from-free') takes.push({ slab, count })
  })
  while (takes.length === 0) machine.kmalloc(100, GFP_KERNEL)
  stop()
  return takes
}
