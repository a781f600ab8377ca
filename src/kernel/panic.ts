/**
 * What the machine says when it cannot go on. "No memory" is not here: an allocation answers it with NULL.
 */

/** The kernel found an invariant broken and stopped: BUG(), BUG_ON() or an oops. */
export class KernelBug extends Error {
  override readonly name = 'KernelBug'
}

/** The whole machine stopped: panic(). */
export class KernelPanic extends Error {
  override readonly name = 'KernelPanic'
}

/** The kernel would never come back from this call: it waits for something that cannot happen. */
export class KernelHang extends Error {
  override readonly name = 'KernelHang'
}

/**
 * A thread of the kernel has to wait for what another task holds. It is no error: the thread goes to sleep, and begins
 * anew when `isHeldUp` says no. Nobody outside of the kernel ever sees it.
 */
export class TaskHeldUp extends Error {
  override readonly name = 'TaskHeldUp'
  readonly isHeldUp: () => boolean

  constructor(what: string, isHeldUp: () => boolean) {
    super(what)
    this.isHeldUp = isHeldUp
  }
}

/** Linux: asm-generic/bug.h BUG(). Never returns. The message is `function: what was wrong`. */
export function BUG(message: string): never {
  throw new KernelBug(message)
}

/** Linux: asm-generic/bug.h BUG_ON(). */
export function BUG_ON(condition: boolean, message: string): void {
  if (condition) BUG(message)
}
