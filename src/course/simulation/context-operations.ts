/** The commands that change where the next calls are made, and let time pass: contexts, processors, locks, the clock. */
import { type Kernel, spinlock_t } from '#kernel/index.ts'
import { type Call, type On, quietly, returned } from './call.ts'
import { SimulationError } from './problem.ts'

/** The locks of a session by their names: each is there from its first use on. */
export class Locks {
  readonly #byName = new Map<string, spinlock_t>()
  /** By name, the processor that took it. */
  readonly #held = new Map<string, number>()

  get(name: string): spinlock_t {
    const known = this.#byName.get(name)
    if (known) return known
    const lock = new spinlock_t(name)
    this.#byName.set(name, lock)
    return lock
  }

  /** Whoever takes and gives back is asked; a kernel for one processor knows nothing of it. */
  noteTaken(name: string, cpu: number): void {
    this.#held.set(name, cpu)
  }

  noteGivenBack(name: string): void {
    this.#held.delete(name)
  }

  /** Of all processors, or of one. */
  held(cpu: number | null = null): readonly string[] {
    return [...this.#held].flatMap(([name, holder]) =>
      cpu === null || cpu === holder ? [name] : [],
    )
  }
}

/** A pair of kernel functions that a switch stands for. */
function switched(
  on: On,
  pair: readonly [on: keyof Kernel & Named, off: keyof Kernel & Named],
): Call {
  const name = on.values.on('on|off') ? pair[0] : pair[1]
  return { text: `${name}()`, make: () => quietly(() => on.kernel[name]()) }
}

/** Kernel functions without arguments that a command calls by name. */
type Named =
  | 'irq_enter'
  | 'irq_exit'
  | 'local_bh_disable'
  | 'local_bh_enable'
  | 'local_irq_enable'
  | 'local_irq_disable'
  | 'preempt_enable'
  | 'preempt_disable'

export const contextCalls = {
  irq: (on: On) => switched(on, ['irq_enter', 'irq_exit']),
  softirq: (on: On) => switched(on, ['local_bh_disable', 'local_bh_enable']),
  interrupts: (on: On) => switched(on, ['local_irq_enable', 'local_irq_disable']),
  preempt: (on: On) => switched(on, ['preempt_enable', 'preempt_disable']),

  lock(on: On): Call {
    const name = on.values.word('name')
    const take = () => {
      on.kernel.spin_lock(on.locks.get(name))
      on.locks.noteTaken(name, on.kernel.smp_processor_id())
    }
    return { text: `spin_lock(&${name})`, make: () => quietly(take) }
  },

  unlock(on: On): Call {
    const name = on.values.word('name')
    if (!on.locks.held().includes(name)) {
      const held = on.locks.held().join(', ')
      throw new SimulationError(
        `The lock ${name} is not held.`,
        held === '' ? 'lock takes one.' : `Held: ${held}.`,
      )
    }
    const giveBack = () => {
      on.locks.noteGivenBack(name)
      on.kernel.spin_unlock(on.locks.get(name))
    }
    return { text: `spin_unlock(&${name})`, make: () => quietly(giveBack) }
  },

  schedule: ({ kernel }: On): Call => ({
    text: 'schedule()',
    make: () => quietly(() => kernel.schedule()),
  }),

  cpu(on: On): Call {
    const id = on.values.number('number')
    const last = on.kernel.machine.cpus.length - 1
    if (id > last) {
      const there = last === 0 ? 'one CPU, 0' : `CPUs 0 to ${last}`
      throw new SimulationError(`This machine has ${there}.`, 'boot cpus=2 boots one with two.')
    }
    return { text: `switchCpu(${id})`, make: () => quietly(() => on.kernel.switchCpu(id)) }
  },

  tick(on: On): Call {
    const ticks = on.values.ticks('time')
    return { text: `tick(${ticks})`, make: () => quietly(() => on.kernel.tick(ticks)) }
  },

  reap: ({ kernel }: On): Call => ({
    text: 'cache_reap()',
    make: () => quietly(() => kernel.cache_reap()),
  }),

  tune(on: On): Call {
    const { name } = on.values.cache()
    const numbers = ['limit', 'batchcount', 'shared'].map((each) => on.values.number(each))
    const text = [name, ...numbers].join(' ')
    const make = () => returned(on.kernel.slabinfo_write(text))
    return { text: `slabinfo_write("${text}")`, make }
  },
} as const satisfies Record<string, (on: On) => Call>
