/** The processes of a machine, as the OOM killer sees them. */
import type { Kernel, TaskState } from '#kernel/index.ts'

export interface TaskView {
  readonly pid: number
  readonly comm: string
  readonly state: TaskState
  /** Chosen by the OOM killer, and not ended yet. */
  readonly isToDie: boolean
  /** Pages of its address space, and those that are there. */
  readonly total_vm: number
  readonly pages: number
  /** Its score: the process with the highest dies first. */
  readonly badness: number
}

export interface TasksView {
  readonly kind: 'tasks'
  /** Who calls the kernel now. */
  readonly current: { readonly pid: number; readonly comm: string }
  /** Oldest first. */
  readonly tasks: readonly TaskView[]
  /** Processes that the OOM killer has killed so far. */
  readonly killed: number
}

export function viewTasks(kernel: Kernel): TasksView {
  const { comm, pid } = kernel.current
  const tasks = kernel.tasks().map((task) => ({
    pid: task.pid,
    comm: task.comm,
    state: task.state,
    isToDie: task.TIF_MEMDIE,
    total_vm: task.mm?.total_vm ?? 0,
    pages: task.mm?.frames.length ?? 0,
    badness: kernel.badness(task),
  }))
  return { kind: 'tasks', current: { pid, comm }, tasks, killed: kernel.machine.tasks.killed }
}
