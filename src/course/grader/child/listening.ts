/** Listens to the machines of a run: from the beginning of one check to the end of one of its attempts. */
import { type BootOptions, type Kernel, type KernelEvent, watchEvents } from '#kernel/index.ts'
import type { Target } from '../protocol.ts'
import { vitest } from './runner.ts'

const expectationsSoFar = () => vitest.expect.getState().assertionCalls

export interface BootingPackage {
  readonly boot: (options?: BootOptions) => Kernel
}

export interface Heard {
  /** How many were heard before it. */
  readonly index: number
  /** The machines are numbered as they were booted; those of other checks do not count. */
  readonly machine: number
  readonly kernel: Kernel
  readonly event: KernelEvent
}

export interface Listener {
  hear(heard: Heard): void
  /** The attempt is over; the machines are still as it left them, by their numbers. */
  ended?(machines: readonly Kernel[]): void
}

export class Listening {
  readonly #target: Target
  readonly #listener: Listener
  /** Booted while the check was loaded: every check may use them. */
  readonly #common: Kernel[] = []
  readonly #machines: Kernel[] = []
  #state: 'before' | 'on' | 'done' = 'before'
  #loading = true
  readonly #stops: (() => void)[] = []
  #count = 0
  #start: number | null = null
  /** Expectations so far, of all checks; those of the attempt are counted from `#met` on. */
  #met = 0
  readonly #expectations: number[] = []

  constructor(target: Target, listener: Listener) {
    this.#target = target
    this.#listener = listener
  }

  /** The given `kmalloc-course/kernel`, but whoever boots a machine of it is listened to. */
  packageOf<Exported extends BootingPackage>(given: Exported): Exported {
    const boot = (options?: BootOptions): Kernel => {
      const kernel = given.boot(options)
      if (this.#loading) this.#common.push(kernel)
      else if (this.#state === 'on') this.#listen(kernel)
      return kernel
    }
    return { ...given, boot }
  }

  enter(check: number): void {
    this.#loading = false
    if (this.#state !== 'before' || check !== this.#target.check) return
    this.#state = 'on'
    for (const kernel of this.#common) this.#listen(kernel)
  }

  /** True for the attempt that is meant. */
  begin(check: number, tried: string): boolean {
    const isTarget = this.#start === null && this.#state === 'on' && check === this.#target.check
    if (!isTarget || tried !== this.#target.tried) return false
    this.#start = this.#count
    this.#met = expectationsSoFar()
    return true
  }

  isOf(check: number): boolean {
    return check === this.#target.check
  }

  /** The attempt, or the whole check, is over. */
  end(): void {
    if (this.#state !== 'on') return
    this.#noteExpectations()
    this.#state = 'done'
    for (const stop of this.#stops) stop()
    this.#listener.ended?.(this.#machines)
  }

  /** How many events came before the attempt. */
  get start(): number {
    return this.#start ?? 0
  }

  /** How many events came before each expectation of the attempt. */
  get expectations(): readonly number[] {
    return this.#expectations
  }

  #noteExpectations(): void {
    if (this.#start === null) return
    const now = expectationsSoFar()
    for (; this.#met < now; this.#met++) this.#expectations.push(this.#count)
  }

  #listen(kernel: Kernel): void {
    const machine = this.#machines.push(kernel) - 1
    this.#stops.push(
      watchEvents(kernel, (event) => {
        this.#noteExpectations()
        this.#listener.hear({ index: this.#count++, machine, kernel, event })
      }),
    )
  }
}
