/**
 * A lock that a task sleeps for, such as file systems hold while they change their notes on disk.
 * Linux: asm-i386/semaphore.h.
 */
import { mightSleepInDown } from '../context/sleep.ts'
import type { Machine } from '../machine.ts'
import { BUG_ON, KernelHang, TaskHeldUp } from '../panic.ts'
import type { Task } from './task.ts'
import { wake_up_process } from './wake.ts'

/** Ours: it knows its name, and who holds it. */
export class Semaphore {
  readonly name: string
  /** null when it is free. */
  holder: Task | null = null

  constructor(name: string) {
    this.name = name
  }
}

/**
 * Takes a lock. When another task holds it, the caller sleeps until that gives it back; a task that holds it already
 * sleeps for ever. Linux: asm-i386/semaphore.h down(). Differs: only threads of the kernel can be left sleeping here.
 * For every other task there is nobody who could run and give the lock back, so it is a KernelHang.
 */
export function down(machine: Machine, lock: Semaphore): void {
  mightSleepInDown(machine)
  const { current } = machine.cpu
  const { holder, name } = lock
  if (holder === null) {
    lock.holder = current
    return
  }
  machine.trace?.event('lock-held', holder.pid, current.pid)
  if (machine.tasks.threads.some((thread) => thread.task === current && thread.working)) {
    throw new TaskHeldUp(`down: ${name}`, () => lock.holder !== null)
  }
  throw new KernelHang(
    holder === current
      ? `down: ${name}: ${who(current)} waits for a lock that it holds itself`
      : `down: ${name}: ${who(current)} waits for a lock that ${who(holder)} holds`,
  )
}

/**
 * Gives a lock back, and wakes who waits for it. Linux: asm-i386/semaphore.h up(). Differs: up() of a free one is a
 * KernelBug.
 */
export function up(machine: Machine, lock: Semaphore): void {
  BUG_ON(lock.holder === null, `up: ${lock.name}: nobody holds it`)
  lock.holder = null
  for (const thread of machine.tasks.threads) {
    if (thread.heldUpBy !== null) wake_up_process(machine, thread)
  }
}

function who({ comm, pid }: Task): string {
  return `${comm} (pid ${pid})`
}
