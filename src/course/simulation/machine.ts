/** A booted machine that carries out commands and keeps the names of what was taken from it. */
import {
  boot,
  type BootOptions,
  type Kernel,
  KernelBug,
  KernelHang,
  KernelPanic,
} from '#kernel/index.ts'
import type { Call, Note, Result } from './call.ts'
import { isOperation } from './commands.ts'
import { Locks } from './context-operations.ts'
import { Names } from './names.ts'
import { callOf } from './operations.ts'
import type { Command } from './parse.ts'
import { SimulationError } from './problem.ts'
import { Values } from './values.ts'

/** How the kernel stopped: an oops ends what was running, and the machine goes on; the others end everything. */
export interface Stop {
  readonly kind: 'oops' | 'panic' | 'hang'
  readonly message: string
}

export interface Outcome {
  /** The call as in C. */
  readonly call: string
  /** Null when the kernel stopped in the middle of it. */
  readonly result: Result | null
  readonly stop: Stop | null
  readonly notes: readonly Note[]
  /** What the kernel wrote into its log meanwhile. */
  readonly log: readonly string[]
}

export class SimulatedMachine {
  readonly kernel: Kernel
  readonly options: BootOptions
  readonly names = new Names()
  readonly locks = new Locks()
  /** Set when the machine will not do anything any more. */
  stopped: Stop | null = null

  constructor(options: BootOptions) {
    this.options = options
    this.kernel = boot(options)
  }

  /** The words of a command on this machine. */
  values(command: Command): Values {
    return new Values(command, this.kernel, this.names)
  }

  /** The call a command stands for. Throws SimulationError when it stands for none here. */
  understand(command: Command): Call {
    const { name } = command
    if (!isOperation(name) || name === 'boot') {
      throw new SimulationError(`${name} is no command for the machine.`)
    }
    const { stopped } = this
    if (stopped) {
      throw new SimulationError(
        `The machine has stopped: ${stopped.message.replace(/\.+$/, '')}.`,
        'undo takes the last line back, boot starts a machine anew; looking is still possible.',
      )
    }
    const { kernel, names, locks } = this
    return callOf(name, { kernel, names, locks, values: this.values(command) })
  }

  /** Makes a call. Whatever happens in the kernel is an outcome; nothing is thrown. */
  perform({ text, make }: Call): Outcome {
    const { log } = this.kernel.machine
    const said = log.length
    try {
      const { result, notes } = make()
      return { call: text, result, stop: null, notes, log: log.slice(said) }
    } catch (error) {
      const stop = stopOf(error, this.kernel)
      if (stop === null) throw error
      if (stop.kind !== 'oops') this.stopped = stop
      return { call: text, result: null, stop, notes: [], log: log.slice(said) }
    }
  }
}

function stopOf(error: unknown, kernel: Kernel): Stop | null {
  if (error instanceof KernelBug) {
    if (!kernel.in_interrupt()) return { kind: 'oops', message: error.message }
    // There is no process to end. Linux: arch/i386/kernel/traps.c die().
    return { kind: 'panic', message: `${error.message}. Fatal exception in interrupt` }
  }
  if (error instanceof KernelPanic) return { kind: 'panic', message: error.message }
  return error instanceof KernelHang ? { kind: 'hang', message: error.message } : null
}
