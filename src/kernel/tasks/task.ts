/**
 * A task: a process, or a thread of the kernel. Only what the memory management asks of one is here. Kernel calls are
 * made by the task that is current; after boot that is `swapper`, the task of the processor itself, which is no process
 * and cannot be killed. Linux: linux/sched.h struct task_struct.
 */
import type { PageFrame } from '../layout.ts'

/** Bits of a task's flags. Linux: linux/sched.h. */
/** It is on its way out. */
export const PF_EXITING = 0x4
/** It is gone. */
export const PF_DEAD = 0x8
/** It frees memory just now, so it may have all there is. */
export const PF_MEMALLOC = 0x800
/** It is kswapd. */
export const PF_KSWAPD = 0x40000
/** It takes a swap area out of use, and is the first to be killed. */
export const PF_SWAPOFF = 0x80000

/** Bits of cap_effective: the kernel spares tasks that may administer the system, or reach hardware. Linux: linux/capability.h. */
export const CAP_SYS_RAWIO = 1 << 17
export const CAP_SYS_ADMIN = 1 << 21

/** The memory of a process, which its threads share. Linux: linux/sched.h struct mm_struct. */
export class MemoryMap {
  /** Pages of address space, used or not. */
  total_vm: number
  /** The frames that stand behind some of them. */
  readonly frames: PageFrame[] = []

  constructor(total_vm: number) {
    this.total_vm = total_vm
  }
}

/**
 * `running` or ready to; `blocked` tasks wait for something and cannot be woken by a signal, so they cannot die
 * (Linux: TASK_UNINTERRUPTIBLE); `dead` ones are gone.
 */
export type TaskState = 'running' | 'blocked' | 'dead'

export class Task {
  /** 0 for the task of a processor, 1 for init. */
  readonly pid: number
  /** The name of its program. */
  readonly comm: string
  parent: Task | null
  readonly children: Task[] = []
  /** null for threads of the kernel. */
  mm: MemoryMap | null
  state: TaskState = 'running'
  /** PF_MEMALLOC and its like. */
  flags = 0
  /** The OOM killer has chosen it: it may have all memory there is, to be able to end. Linux: asm-i386/thread_info.h. */
  TIF_MEMDIE = false
  /** It runs before all ordinary tasks. Linux: linux/sched.h rt_task(). */
  rt_task = false
  /** Above 0, it lets others go first. */
  nice = 0
  /** 0 is root. */
  uid = 1000
  cap_effective = 0
  /** Doubles its score for the OOM killer so many times; below 0, halves it. */
  oomkilladj = 0
  /** Ticks that it has worked. Linux: utime and stime together. */
  cpuTicks = 0
  /** The clock when it began. */
  startedAt: number
  /** Pages that its calls of shrinkers freed; null while nobody counts them. Linux: linux/swap.h struct reclaim_state. */
  reclaimed_slab: number | null = null

  constructor(
    pid: number,
    comm: string,
    parent: Task | null,
    mm: MemoryMap | null,
    startedAt: number,
  ) {
    this.pid = pid
    this.comm = comm
    this.parent = parent
    this.mm = mm
    this.startedAt = startedAt
  }
}

/** The task of a processor, which runs when no other does, and from boot on. Linux: init/init_task.c. */
export function idleTask(): Task {
  const task = new Task(0, 'swapper', null, null, 0)
  task.uid = 0
  return task
}
