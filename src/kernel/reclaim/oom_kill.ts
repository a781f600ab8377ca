/** The last resort: a process is killed, and its memory is free again. Linux: mm/oom_kill.c. */
import { hex } from '#lib/hex.ts'
import { HZ, type GfpFlags } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { showMemory } from '../page/show_memory.ts'
import { KernelHang, KernelPanic } from '../panic.ts'
import { printk } from '../printk.ts'
import { schedule_timeout } from '../tasks/sleep.ts'
import { PF_DEAD, PF_EXITING, PF_SWAPOFF, type MemoryMap, type Task } from '../tasks/task.ts'
import { badness } from './badness.ts'

/**
 * Kills the process with the highest score, or one of its children, and sleeps for a moment so that it can end. While
 * one that was killed has not ended yet, nobody is killed. When there is nobody to kill, the machine panics.
 * Linux: mm/oom_kill.c out_of_memory(). It asks neither how often nor for what it is called: those rules came later.
 * Differs: with nothing but threads that the kernel starts by itself, it chooses one of them there, in vain, for ever;
 * here they are not among those to choose from, so the machine panics.
 */
export function out_of_memory(machine: Machine, gfp_mask: GfpFlags): void {
  machine.trace?.enter('out_of_memory', 0, gfp_mask)
  const chosen = select_bad_process(machine)
  if (chosen === null) {
    showMemory(machine)
    throw new KernelPanic('Out of memory and no killable processes...')
  }
  if (chosen !== 'wait') {
    printk(machine, `oom-killer: gfp_mask=0x${(gfp_mask >>> 0).toString(16)}`)
    showMemory(machine)
    oom_kill_process(machine, chosen, gfp_mask)
  }
  schedule_timeout(machine, 1)
  machine.trace?.leave()
}

/**
 * The process with the highest score; the first of them when several have it. null when there is none, `wait` when one
 * is on its way out already. Linux: mm/oom_kill.c select_bad_process().
 */
function select_bad_process(machine: Machine): Task | null | 'wait' {
  const { tasks, trace } = machine
  const uptime = Math.floor(machine.jiffies / HZ)
  let chosen: Task | null = null
  let maxpoints = 0
  for (const task of tasks.all) {
    const dying = task.TIF_MEMDIE || (task.flags & PF_EXITING) !== 0
    if (dying && (task.flags & PF_DEAD) === 0) {
      trace?.event('waits-for-victim', task.pid)
      return 'wait'
    }
    if ((task.flags & PF_SWAPOFF) !== 0) return task
    const points = badness(task, uptime)
    trace?.event('oom-score', task.pid, task.mm?.total_vm ?? 0, points, maxpoints)
    if (points > maxpoints || chosen === null) {
      chosen = task
      maxpoints = points
    }
  }
  return chosen
}

/** Kills a child that has memory of its own rather than the process itself. Linux: mm/oom_kill.c oom_kill_process(). */
function oom_kill_process(machine: Machine, task: Task, gfp_mask: GfpFlags): void {
  const child = task.children.find(({ mm }) => mm !== null && mm !== task.mm)
  const victim = child ?? task
  const { mm } = victim
  if (mm === null) {
    throw new KernelHang(
      `out_of_memory: mode ${hex(gfp_mask, 1)}: ${task.comm} has the highest score, but no memory; it is chosen again and again`,
    )
  }
  machine.trace?.event('victim-chosen', victim.pid, mm.total_vm, mm.frames.length, task.pid)
  __oom_kill_task(machine, victim, mm)
}

/** Kills a process, and all that share its memory: each may have all memory there is from now on, to end sooner. */
function __oom_kill_task(machine: Machine, victim: Task, mm: MemoryMap): void {
  const others = machine.tasks.using(mm).filter((task) => task !== victim)
  for (const task of [victim, ...others]) {
    printk(machine, `Out of Memory: Killed process ${task.pid} (${task.comm}).`)
    task.TIF_MEMDIE = true
    machine.tasks.killed++
  }
}
