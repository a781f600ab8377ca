/** Making a call while somebody listens to what it does. */
import {
  KernelBug,
  KernelHang,
  KernelPanic,
  watchEvents,
  type Kernel,
  type KernelEvent,
} from '#kernel/index.ts'

/**
 * Makes a call, and has everything told that happens in it. Returns null, or, when the kernel stopped in it, what it
 * said. Any other error goes on to the caller.
 */
export function listenDuring(
  kernel: Kernel,
  listener: (event: KernelEvent) => void,
  call: () => unknown,
): Error | null {
  const stop = watchEvents(kernel, listener)
  try {
    call()
    return null
  } catch (error) {
    if (!isKernelStop(error)) throw error
    return error
  } finally {
    stop()
  }
}

/** True for what the kernel throws when it stops. */
function isKernelStop(error: unknown): error is Error {
  return [KernelBug, KernelPanic, KernelHang].some((kind) => error instanceof kind)
}
