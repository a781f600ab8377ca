/**
 * Work that a handler puts off: softirqs. A handler raises one by its number; when the last handler ends, those that
 * are raised run, with interrupts on, but still for no process: they may not sleep. Linux: kernel/softirq.c.
 */
import type { Machine } from '../machine.ts'
import { BUG_ON } from '../panic.ts'
import { printk } from '../printk.ts'
import { watched } from '../trace/trace.ts'
import { irqs_disabled, local_irq_disable, local_irq_enable } from './local_irq.ts'
import { local_irq_restore, local_irq_save } from './local_irq.ts'
import {
  add_preempt_count,
  HARDIRQ_OFFSET,
  in_interrupt,
  in_irq,
  PREEMPT_OFFSET,
  SOFTIRQ_OFFSET,
} from './preempt_count.ts'

/** There is room for so many. */
const NR_SOFTIRQS = 32
/** Rounds before the rest is left to ksoftirqd, so that processes come to run, too. */
const MAX_SOFTIRQ_RESTART = 10

/** Sets the function of a softirq. Linux: kernel/softirq.c open_softirq(). */
export function open_softirq(machine: Machine, nr: number, action: () => void): void {
  machine.contexts.softirq_vec[checkNumber('open_softirq', nr)] = action
}

function checkNumber(caller: string, nr: number): number {
  if (Number.isInteger(nr) && nr >= 0 && nr < NR_SOFTIRQS) return nr
  throw new RangeError(`${caller}: ${String(nr)} is no softirq; their numbers are 0 to 31.`)
}

/**
 * Asks for a softirq on this processor. It runs when the handler ends that asks; asked for outside of handlers it is a
 * task of its own, ksoftirqd, which runs it when this task lets it. Linux: kernel/softirq.c raise_softirq().
 */
export function raise_softirq(machine: Machine, nr: number): void {
  checkNumber('raise_softirq', nr)
  watched(machine, 'raise_softirq', [nr], () => {
    machine.trace?.event('softirq-raised', nr, in_interrupt(machine) ? 1 : 0)
    machine.cpu.softirq_pending |= 1 << nr
  })
}

/** Runs what is raised, unless a handler does already. Linux: kernel/softirq.c do_softirq(). */
export function do_softirq(machine: Machine): void {
  if (in_interrupt(machine)) return
  const flags = local_irq_save(machine)
  if (machine.cpu.softirq_pending !== 0) {
    watched(machine, 'do_softirq', [], () => __do_softirq(machine))
  }
  local_irq_restore(machine, flags)
}

/** Round after round, what the last one raised again included. Linux: kernel/softirq.c __do_softirq(). */
function __do_softirq(machine: Machine): void {
  const { cpu } = machine
  const before = cpu.preempt_count
  add_preempt_count(machine, SOFTIRQ_OFFSET)
  try {
    for (let round = 1; round <= MAX_SOFTIRQ_RESTART && cpu.softirq_pending !== 0; round++) {
      const pending = cpu.softirq_pending
      machine.trace?.event('softirqs-run', pending >>> 0, round, MAX_SOFTIRQ_RESTART)
      cpu.softirq_pending = 0
      local_irq_enable(machine)
      runActions(machine, pending)
      local_irq_disable(machine)
    }
  } catch (error) {
    cpu.preempt_count = before
    cpu.interruptsEnabled = true
    throw error
  }
  if (cpu.softirq_pending !== 0) {
    machine.trace?.event('softirqs-left', cpu.softirq_pending >>> 0, MAX_SOFTIRQ_RESTART)
  }
  add_preempt_count(machine, -SOFTIRQ_OFFSET)
}

/**
 * What the interrupt of the clock does for softirqs: on each processor that takes it, those that are raised run when it
 * ends. Linux: arch/i386/kernel/time.c timer_interrupt(). Differs: nothing else of the interrupt is simulated.
 */
export function timer_interrupt(machine: Machine): void {
  for (const { id, softirq_pending, interruptsEnabled } of machine.cpus) {
    if (softirq_pending !== 0 && interruptsEnabled) machine.onCpu(id, () => do_softirq(machine))
  }
}

function runActions(machine: Machine, pending: number): void {
  for (let nr = 0; nr < NR_SOFTIRQS; nr++) {
    if ((pending & (1 << nr)) !== 0) runSoftirq(machine, nr)
  }
}

function runSoftirq(machine: Machine, nr: number): void {
  const action = machine.contexts.softirq_vec[nr]
  machine.trace?.event('softirq', nr, machine.cpu.preempt_count)
  BUG_ON(action === undefined, `do_softirq: softirq ${nr} has no function; see open_softirq()`)
  action?.()
}

/** Keeps softirqs away from here on; calls can be nested. Linux: linux/interrupt.h local_bh_disable(). */
export function local_bh_disable(machine: Machine): void {
  watched(machine, 'local_bh_disable', [], () => count(machine, SOFTIRQ_OFFSET))
}

/** The end of it: what was raised meanwhile runs now. Linux: kernel/softirq.c local_bh_enable(). */
export function local_bh_enable(machine: Machine): void {
  watched(machine, 'local_bh_enable', [], () => {
    if (irqs_disabled(machine))
      printk(machine, 'Badness in local_bh_enable at kernel/softirq.c:140')
    count(machine, PREEMPT_OFFSET - SOFTIRQ_OFFSET)
    do_softirq(machine)
    add_preempt_count(machine, -PREEMPT_OFFSET)
  })
}

/** An interrupt handler begins; they can be nested. Linux: linux/hardirq.h irq_enter(). */
export function irq_enter(machine: Machine): void {
  count(machine, HARDIRQ_OFFSET)
}

/**
 * The innermost interrupt handler ends; after the last one, softirqs run. Linux: kernel/softirq.c irq_exit().
 * Differs: without a handler it is a KernelBug, where the kernel's count goes wrong in silence.
 */
export function irq_exit(machine: Machine): void {
  BUG_ON(!in_irq(machine), 'irq_exit: not in interrupt')
  const held = machine.configuration.preemptible ? PREEMPT_OFFSET : 0
  count(machine, held - HARDIRQ_OFFSET)
  do_softirq(machine)
  add_preempt_count(machine, -held)
}

function count(machine: Machine, offset: number): void {
  const before = machine.cpu.preempt_count
  machine.trace?.event('preempt-count', before >>> 0, (before + offset) >>> 0)
  add_preempt_count(machine, offset)
}
