/** The functions of a machine that are about tasks, and about memory that can be had back when it runs short. */
import { HZ, type PageFrame } from '../layout.ts'
import { badness } from '../reclaim/badness.ts'
import { DentryCache } from '../reclaim/dcache.ts'
import { fillPageCache, type PageCacheOptions } from '../reclaim/fill.ts'
import { mark_page_accessed } from '../reclaim/lru.ts'
import * as shrinkers from '../reclaim/shrinkers.ts'
import { do_exit } from '../tasks/exit.ts'
import { runAs, runOthers } from '../tasks/run.ts'
import * as semaphore from '../tasks/semaphore.ts'
import { startTask, type TaskOptions } from '../tasks/start.ts'
import type { Task } from '../tasks/task.ts'
import { wake_up_process } from '../tasks/wake.ts'
import { LockCalls } from './lock_calls.ts'

export class ReclaimCalls extends LockCalls {
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

  /** The score of a task for the OOM killer: the higher, the sooner it dies. 0 for threads of the kernel. */
  badness(task: Task): number {
    return badness(task, Math.floor(this.machine.jiffies / HZ))
  }

  /** Takes pages for the page cache, and returns their frames: fewer than asked for when memory runs out. Ours. */
  fillPageCache(options: PageCacheOptions): PageFrame[] {
    return fillPageCache(this.machine, options)
  }

  /** Notes that a page of the page cache was used: twice, and it is active. */
  mark_page_accessed(frame: PageFrame): void {
    mark_page_accessed(this.machine, frame)
  }

  /**
   * Registers a function that gives objects of a cache back when memory is short. It is called with the number of
   * objects to look at, 0 to ask how many there are, and with the mask of the allocation it is done for. It returns how
   * many are left, or -1 when the mask forbids what it does. `seeks` is 2 for objects that are no dearer than a page.
   */
  set_shrinker(seeks: number, shrinker: shrinkers.ShrinkerFunction): shrinkers.Shrinker {
    return shrinkers.set_shrinker(this.machine, seeks, shrinker)
  }

  /** Forgets it again. */
  remove_shrinker(shrinker: shrinkers.Shrinker): void {
    shrinkers.remove_shrinker(this.machine, shrinker)
  }

  /** Makes a cache of names of files, with a shrinker: an example of kernel memory that can be had back. Ours. */
  makeDentryCache(): DentryCache {
    return new DentryCache(this.machine)
  }

  /** Takes a lock that tasks sleep for. KernelHang when the caller would wait for ever. */
  down(lock: semaphore.Semaphore): void {
    semaphore.down(this.machine, lock)
  }

  /** Gives such a lock back. */
  up(lock: semaphore.Semaphore): void {
    semaphore.up(this.machine, lock)
  }

  /** Lets kswapd run now, whether somebody has woken it or not. By itself it runs when a task sleeps, or with time. Ours. */
  runKswapd(): void {
    const { thread } = this.machine.kswapd
    if (thread === null) return
    wake_up_process(this.machine, thread)
    runOthers(this.machine)
  }
}
