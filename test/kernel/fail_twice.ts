/** Two page allocations that fail one after the other: the kernel asks twice for the array of a processor. */
import { watchEvents, type Kernel } from '#kernel/index.ts'

/** Lets the next page allocation and the one after it fail. */
export function failTwice(kernel: Kernel): void {
  const stop = watchEvents(kernel, ({ name }) => {
    if (name !== 'failed-on-purpose') return
    stop()
    kernel.failPageAllocation()
  })
  kernel.failPageAllocation()
}
