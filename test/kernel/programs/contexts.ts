/** The contexts that a program is in, on each processor: handlers, locks and the like, one inside of the other. */
import type { Kernel, spinlock_t as Lock } from '#kernel/index.ts'
import { spinlock_t } from '#kernel/index.ts'

interface Level {
  readonly name: ContextName
  readonly leave: () => void
}

/** How each is entered; the result leaves it. */
const ways = {
  hardirq: (kernel: Kernel) => {
    kernel.irq_enter()
    return () => kernel.irq_exit()
  },
  softirq: (kernel: Kernel) => {
    kernel.local_bh_disable()
    return () => kernel.local_bh_enable()
  },
  'lock held': (kernel: Kernel, lock: Lock) => {
    kernel.spin_lock(lock)
    return () => kernel.spin_unlock(lock)
  },
  'interrupts off': (kernel: Kernel) => {
    const flags = kernel.local_irq_save()
    return () => kernel.local_irq_restore(flags)
  },
  'interrupts surely off': (kernel: Kernel) => {
    kernel.local_irq_disable()
    return () => kernel.local_irq_enable()
  },
  'preemption off': (kernel: Kernel) => {
    kernel.preempt_disable()
    return () => kernel.preempt_enable()
  },
} as const satisfies { readonly [name: string]: (kernel: Kernel, lock: Lock) => () => void }

const names = ['hardirq', 'softirq', 'lock held', 'interrupts off'] as const
const rareNames = ['interrupts surely off', 'preemption off'] as const
const allWays = [...names, ...rareNames] as const

export const contextNames = ['process', ...allWays] as const
export type ContextName = (typeof contextNames)[number]

/** More are never inside of each other. */
const DEEPEST = 4

export class Contexts {
  readonly #kernel: Kernel
  readonly #levels = new Map<number, Level[]>()
  readonly #takeBack: (() => void)[] = []
  #locks = 0
  /** The program is at its end: handlers that still come do nothing. */
  isOver = false

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  /** The innermost context of this processor. */
  get name(): ContextName {
    return this.#here.at(-1)?.name ?? 'process'
  }

  get inInterrupt(): boolean {
    return this.#here.some(({ name }) => name === 'hardirq' || name === 'softirq')
  }

  /** Held as long as the lock that is asked for here; each has its own. */
  newLock(): Lock {
    return new spinlock_t(`lock-${this.#locks++}`)
  }

  enter(which: number): void {
    const name = allWays[which % allWays.length]
    if (name === undefined || this.#here.length >= DEEPEST) return
    const leave = ways[name](this.#kernel, this.newLock())
    this.#here.push({ name, leave })
  }

  leave(): void {
    this.#here.pop()?.leave()
  }

  /** To be called before the end: what is still to come does not come any more. */
  toTakeBack(call: () => void): void {
    this.#takeBack.push(call)
  }

  /** Every processor is in no context but that of a process. */
  leaveAll(): void {
    this.isOver = true
    for (const call of this.#takeBack.splice(0)) call()
    for (const id of this.#levels.keys()) {
      this.#kernel.switchCpu(id)
      while (this.#here.length > 0) this.leave()
    }
    this.#kernel.switchCpu(0)
  }

  get #here(): Level[] {
    const id = this.#kernel.smp_processor_id()
    const known = this.#levels.get(id)
    if (known !== undefined) return known
    const levels: Level[] = []
    this.#levels.set(id, levels)
    return levels
  }
}
