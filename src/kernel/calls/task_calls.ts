/** The functions of a machine that are about tasks, and about locks that they sleep for. */
import { do_exit } from '../tasks/exit.ts'
import { runAs } from '../tasks/run.ts'
import * as semaphore from '../tasks/semaphore.ts'
import { startTask, type TaskOptions } from '../tasks/start.ts'
import type { Task } from '../tasks/task.ts'
import { LockCalls } from './lock_calls.ts'

export class TaskCalls extends LockCalls {
  /** The task that calls the kernel now; after boot `swapper`, which is no process. Linux: asm-i386/current.h. */
  get current(): Task {
    return this.machine.cpu.current
  }

  /** The processes that have not ended, oldest first. Linux: linux/sched.h do_each_thread(). */
  tasks(): Task[] {
    return [...this.machine.tasks.all]
  }

  /**
   * Starts a process, which takes its memory page by page. When memory runs out before, the OOM killer may choose it:
   * it is `dead` then. Ours.
   */
  startTask(options: TaskOptions): Task {
    return startTask(this.machine, options)
  }

  /**
   * Runs a function as that task, and returns what it returns: all allocations in it are made in the name, and with the
   * rights, of the task. If it is killed meanwhile, it ends when the function returns. A dead task: RangeError. Ours.
   */
  runAs<T>(task: Task, run: () => T): T {
    if (task.state === 'dead')
      throw new RangeError(`runAs: ${task.comm} (pid ${task.pid}) is dead.`)
    return runAs(this.machine, task, run)
  }

  /** A process ends by itself, and its memory is given back. */
  do_exit(task: Task): void {
    if (task.state !== 'dead') do_exit(this.machine, task)
  }

  /** Takes a lock that tasks sleep for. KernelHang when the caller would wait for ever. */
  down(lock: semaphore.Semaphore): void {
    semaphore.down(this.machine, lock)
  }

  /** Gives such a lock back. */
  up(lock: semaphore.Semaphore): void {
    semaphore.up(this.machine, lock)
  }
}
