/**
 * Work that has to wait until nobody can still be looking at what it takes away (read-copy-update). Whoever looks does
 * so without letting another task run; so when every processor has let one run, a grace period is over, and the work
 * is done, on the processor that asked for it and in the order it was asked for. Linux: kernel/rcupdate.c.
 */
import { add_preempt_count, SOFTIRQ_OFFSET } from '../context/preempt_count.ts'
import { schedule } from '../context/sleep.ts'
import type { Cpu } from '../cpu.ts'
import type { PhysicalAddress } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { KernelHang } from '../panic.ts'
import { watched } from '../trace/trace.ts'

/** Ticks from the beginning of a grace period to its end, when all processors are idle: one to see, one to do. */
const TICKS_OF_GRACE_PERIOD = 2

/** Callbacks in a round; then other softirqs have their turn. Linux: kernel/rcupdate.c maxbatch. */
const MAX_BATCH = 10

/** Something to be done after a grace period. Linux: linux/rcupdate.h struct rcu_head. */
interface Callback {
  readonly cpu: number
  /** Where the structure lies that it works on. */
  readonly head: PhysicalAddress
  readonly func: (machine: Machine, head: PhysicalAddress) => void
}

export class Rcu {
  /** What the grace period that has begun is for. */
  current: readonly Callback[] = []
  /** What came after it began: it waits for the next one. */
  next: readonly Callback[] = []
  /** The tick at which the current one began. */
  began = 0

  /** The structures that wait. */
  get heads(): PhysicalAddress[] {
    return [...this.current, ...this.next].map(({ head }) => head)
  }
}

/** Has `func` called with `head` after a grace period. Linux: kernel/rcupdate.c call_rcu(). */
export function call_rcu(machine: Machine, head: PhysicalAddress, func: Callback['func']): void {
  const { rcu, cpu } = machine
  watched(machine, 'call_rcu', [], () => {
    machine.trace?.event('rcu-queued', cpu.id, rcu.heads.length)
    rcu.next = [...rcu.next, { cpu: cpu.id, head, func }]
  })
}

/**
 * Waits until a grace period is over: what was asked for before has been done then. It sleeps, so the kernel complains
 * where that must not be. For a processor that cannot change to another task it waits for ever, because here nothing
 * goes on there meanwhile. Linux: kernel/rcupdate.c synchronize_kernel(). Differs: no tick passes.
 */
export function synchronize_kernel(machine: Machine): void {
  watched(machine, 'synchronize_kernel', [], () => {
    machine.trace?.event('grace-period-awaited', machine.rcu.heads.length)
    schedule(machine)
    const busy = machine.cpus.find((cpu) => cpu !== machine.cpu && !isQuiet(cpu))
    if (busy !== undefined) {
      throw new KernelHang(
        `synchronize_kernel: waits for ever: CPU ${busy.id} does not change to another task`,
      )
    }
    runAll(machine)
  })
}

/**
 * Lets a grace period begin and end here and now. Returns how many callbacks ran; none, as long as a processor has
 * interrupts off or must not change to another task, because it could be looking.
 */
export function rcuGracePeriod(machine: Machine): number {
  return machine.cpus.every(isQuiet) ? runAll(machine) : 0
}

function runAll(machine: Machine): number {
  const { rcu } = machine
  const callbacks = [...rcu.current, ...rcu.next]
  rcu.current = []
  rcu.next = []
  rcu_do_batch(machine, callbacks)
  return callbacks.length
}

/** True when a processor may change to another task: it looks at nothing that could be taken away. */
export function isQuiet({ preempt_count, interruptsEnabled }: Cpu): boolean {
  return preempt_count === 0 && interruptsEnabled
}

/** The tick at which there is something to do; null when nothing waits, or no grace period can end. */
export function nextRcuTick({ rcu, cpus, jiffies }: Machine): number | null {
  if (rcu.current.length + rcu.next.length === 0 || !cpus.every(isQuiet)) return null
  return rcu.current.length > 0 ? rcu.began + TICKS_OF_GRACE_PERIOD : jiffies + 1
}

/**
 * What a tick of the clock does: a grace period that is over ends, and one begins when something waits for it.
 * Linux: kernel/rcupdate.c __rcu_process_callbacks(). Differs: all processors begin and end at the same tick.
 */
export function rcu_process_callbacks(machine: Machine): void {
  const { rcu, jiffies } = machine
  if (rcu.current.length > 0 && jiffies < rcu.began + TICKS_OF_GRACE_PERIOD) return
  const done = rcu.current
  rcu.current = rcu.next
  rcu.next = []
  rcu.began = jiffies
  // What they ask for themselves is too late for the period that begins here.
  rcu_do_batch(machine, done)
}

/** Calls them all, each on its processor, as a softirq does: ten in a round. Linux: kernel/rcupdate.c rcu_do_batch(). */
function rcu_do_batch(machine: Machine, callbacks: readonly Callback[]): void {
  for (const { id } of machine.cpus) {
    const own = callbacks.filter(({ cpu }) => cpu === id)
    if (own.length > 0) machine.onCpu(id, () => inRounds(machine, own))
  }
}

function inRounds(machine: Machine, callbacks: readonly Callback[]): void {
  for (let first = 0; first < callbacks.length; first += MAX_BATCH) {
    const round = callbacks.slice(first, first + MAX_BATCH)
    watched(machine, 'rcu_do_batch', [round.length], () => callBack(machine, round))
  }
}

function callBack(machine: Machine, callbacks: readonly Callback[]): void {
  const { cpu } = machine
  const before = cpu.preempt_count
  add_preempt_count(machine, SOFTIRQ_OFFSET)
  try {
    for (const { head, func } of callbacks) func(machine, head)
  } finally {
    cpu.preempt_count = before
  }
}
