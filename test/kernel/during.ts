/** The events of one call. */
import { watchEvents, type Kernel, type KernelEvent } from '#kernel/index.ts'

/** Everything that is told during a call. */
export function during(kernel: Kernel, call: () => void): KernelEvent[] {
  const events: KernelEvent[] = []
  const stop = watchEvents(kernel, (event) => events.push(event))
  call()
  stop()
  return events
}
