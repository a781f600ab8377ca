/** All tasks of a machine: its processes, and the threads of the kernel that wait for work. */
import { MemoryMap, Task } from './task.ts'

/** A thread of the kernel that does its work when it is woken, and the next time another task sleeps. */
export interface KernelThread {
  readonly task: Task
  /** There is work for it. */
  woken: boolean
  /** It will be seen to at the next tick, if no task sleeps before. */
  due: boolean
  /** It works just now, or sleeps in the middle of it. */
  working: boolean
  /** It cannot go on before this says so; null when nothing holds it up. */
  heldUpBy: (() => boolean) | null
  readonly work: () => void
}

/** The first pid of a process that is started later than boot; the ones before are for threads of the kernel. */
const FIRST_PID = 100
const INIT_PID = 1

export class Tasks {
  /** The first process, which the OOM killer never takes. */
  readonly init = new Task(INIT_PID, 'init', null, new MemoryMap(0), 0)
  /**
   * The processes, oldest first: what the OOM killer goes through. Differs: the threads that a kernel starts by itself
   * are not among them.
   */
  readonly all: Task[] = []
  readonly threads: KernelThread[] = []
  /** The tasks in whose calls the machine is just now: the last one runs, the others sleep until it is done. */
  readonly inCalls: Task[] = []
  /** Processes that the OOM killer has killed. */
  killed = 0
  #nextPid = FIRST_PID
  #nextThreadPid = INIT_PID + 1

  nextPid(): number {
    return this.#nextPid++
  }

  /** Adds a thread of the kernel. */
  addThread(comm: string, flags: number, work: () => void): KernelThread {
    const task = new Task(this.#nextThreadPid++, comm, null, null, 0)
    task.uid = 0
    task.flags = flags
    const thread = { task, woken: false, due: false, working: false, heldUpBy: null, work }
    this.threads.push(thread)
    return thread
  }

  /** The tasks that use this memory. */
  using(mm: MemoryMap): Task[] {
    return this.all.filter((task) => task.mm === mm)
  }
}
