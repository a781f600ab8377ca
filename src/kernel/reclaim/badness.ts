/** How well killing a task would help, and how little it would hurt: the OOM killer's score. Linux: mm/oom_kill.c. */
import { divide, integerSquareRoot } from '#lib/bits.ts'
import { HZ } from '../layout.ts'
import { CAP_SYS_ADMIN, CAP_SYS_RAWIO, type Task } from '../tasks/task.ts'

/** Work counts in steps of 8192 ticks, about 8 seconds; age in steps of 1024 seconds. */
const CPU_TIME_SHIFT = 13
const RUN_TIME_SHIFT = 10

/**
 * The score of a task at a time in seconds: the pages of its address space and of children with memory of their own,
 * less for having worked and lived long, twice for being niced, a quarter for the superuser and again for access to
 * hardware, and what it was told to count for. 0 for a task without memory. Linux: mm/oom_kill.c badness().
 */
export function badness(task: Task, uptime: number): number {
  if (task.mm === null) return 0
  let points = task.mm.total_vm
  for (const { mm } of task.children) {
    if (mm !== null && mm !== task.mm) points += mm.total_vm
  }
  const cpu_time = task.cpuTicks >>> CPU_TIME_SHIFT
  const age = uptime - Math.floor(task.startedAt / HZ)
  const run_time = age >= 0 ? Math.floor(age) >>> RUN_TIME_SHIFT : 0
  points = divide(points, integerSquareRoot(cpu_time) || 1)
  points = divide(points, integerSquareRoot(integerSquareRoot(run_time)) || 1)
  if (task.nice > 0) points *= 2
  if ((task.cap_effective & CAP_SYS_ADMIN) !== 0 || task.uid === 0) points = divide(points, 4)
  if ((task.cap_effective & CAP_SYS_RAWIO) !== 0) points = divide(points, 4)
  return adjusted(points, task.oomkilladj)
}

/** Doubled so many times, or halved, in 32 bits. */
function adjusted(points: number, oomkilladj: number): number {
  return oomkilladj > 0 ? (points << oomkilladj) >>> 0 : points >>> -oomkilladj
}
