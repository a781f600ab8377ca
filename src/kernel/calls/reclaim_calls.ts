/** The functions of a machine that are about reclaim: memory that can be had back when it runs short, and who gives it. */
import { HZ, type PageFrame } from '../layout.ts'
import { badness } from '../reclaim/badness.ts'
import { DentryCache } from '../reclaim/dcache.ts'
import { fillPageCache, type PageCacheOptions } from '../reclaim/fill.ts'
import { mark_page_accessed } from '../reclaim/lru.ts'
import * as shrinkers from '../reclaim/shrinkers.ts'
import { runOthers } from '../tasks/run.ts'
import type { Task } from '../tasks/task.ts'
import { wake_up_process } from '../tasks/wake.ts'
import { TaskCalls } from './task_calls.ts'

export class ReclaimCalls extends TaskCalls {
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

  /** Lets kswapd run now, whether somebody has woken it or not. By itself it runs when a task sleeps, or with time. Ours. */
  runKswapd(): void {
    const { thread } = this.machine.kswapd
    if (thread === null) return
    wake_up_process(this.machine, thread)
    runOthers(this.machine)
  }
}
