/** How processes begin, and how they use their memory. Linux: kernel/fork.c, mm/memory.c. */
import { GFP_HIGHUSER } from '../gfp.ts'
import { HZ, NO_PAGE } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { alloc_pages } from '../page/page_alloc.ts'
import { printk } from '../printk.ts'
import { addToList } from '../reclaim/lru.ts'
import { HOLDS_ANONYMOUS } from '../reclaim/reclaimable.ts'
import { do_exit } from './exit.ts'
import { runAs } from './run.ts'
import { CAP_SYS_ADMIN, CAP_SYS_RAWIO, MemoryMap, Task } from './task.ts'

/** A process to be started. What is left out is as it is for most: an ordinary user's, not niced, new. */
export interface TaskOptions {
  /** The name of its program. */
  readonly comm: string
  /** Pages of memory that it uses: so many frames it takes. */
  readonly pages?: number
  /** Pages of its address space, used or not; `pages` if left out. The OOM killer looks at them. */
  readonly total_vm?: number
  /** Who started it; init if left out. */
  readonly parent?: Task
  /** It has no memory of its own but that of another, and uses `pages` more of it. */
  readonly sharesMemoryWith?: Task
  /** A thread of the kernel, which has no memory of a process at all. */
  readonly kernelThread?: boolean
  /** Runs before all ordinary tasks, and may dig deeper into the reserves. */
  readonly realTime?: boolean
  /** From -20 to 19; above 0 it lets others go first. */
  readonly nice?: number
  /** The superuser's: uid 0, and all capabilities. */
  readonly root?: boolean
  /** What it may do: CAP_SYS_ADMIN, CAP_SYS_RAWIO. */
  readonly cap_effective?: number
  /** Doubles its score for the OOM killer so many times, from -16 to 15; below 0, halves it. */
  readonly oomkilladj?: number
  /** Seconds that it has worked. */
  readonly cpuSeconds?: number
  /** Seconds since it was started. */
  readonly ageSeconds?: number
  /** It waits for something that no signal interrupts, so it cannot die. */
  readonly blocked?: boolean
}

/**
 * Starts a process and lets it use its memory, page by page, as page faults would: with GFP_HIGHUSER, in its own name,
 * and with all that may follow when there is too little. One that is killed meanwhile is `dead` when this returns.
 * Ours. Differs: it runs no code of its own; what it does is what runAs() does in its name.
 */
export function startTask(machine: Machine, options: TaskOptions): Task {
  const { tasks, jiffies } = machine
  const root = options.root === true
  const parent = options.parent ?? tasks.init
  const startedAt = jiffies - (options.ageSeconds ?? 0) * HZ
  const task = new Task(tasks.nextPid(), options.comm, parent, memoryFor(options), startedAt)
  task.rt_task = options.realTime ?? false
  task.nice = options.nice ?? 0
  task.uid = root ? 0 : task.uid
  task.cap_effective = options.cap_effective ?? (root ? CAP_SYS_ADMIN | CAP_SYS_RAWIO : 0)
  task.oomkilladj = options.oomkilladj ?? 0
  task.cpuTicks = (options.cpuSeconds ?? 0) * HZ
  tasks.all.push(task)
  parent.children.push(task)
  useMemory(machine, task, options.pages ?? 0)
  if (options.blocked === true && task.state === 'running') task.state = 'blocked'
  return task
}

function memoryFor({
  kernelThread,
  sharesMemoryWith,
  total_vm,
  pages,
}: TaskOptions): MemoryMap | null {
  if (kernelThread === true) return null
  return sharesMemoryWith?.mm ?? new MemoryMap(total_vm ?? pages ?? 0)
}

/** Takes so many frames for a process. It ends when there is none, or when it is to die. */
function useMemory(machine: Machine, task: Task, pages: number): void {
  for (let used = 0; used < pages && task.state === 'running'; used++) {
    runAs(machine, task, () => do_anonymous_page(machine, task))
  }
}

/** Linux: mm/memory.c do_anonymous_page(), and what arch/i386/mm/fault.c does without memory. */
function do_anonymous_page(machine: Machine, task: Task): void {
  const frame = alloc_pages(machine, GFP_HIGHUSER, 0)
  if (frame === NO_PAGE) {
    printk(machine, `VM: killing process ${task.comm}`)
    do_exit(machine, task)
    return
  }
  machine.reclaimable.hold(frame, HOLDS_ANONYMOUS)
  addToList(machine, frame, true)
  task.mm?.frames.push(frame)
}
