/** What is told of processors, of time, and of what waits until nobody looks any more. See event_kinds.ts. */

const RCU = 'kernel/rcupdate.c'

export const timeFunctions = {
  call_rcu: { file: RCU, values: [] },
  rcu_do_batch: { file: RCU, values: ['count'] },
  synchronize_kernel: { file: RCU, values: [] },
  kmem_rcu_free: { file: 'mm/slab.c', values: ['slab'] },
  run_workqueue: { file: 'kernel/workqueue.c', values: [] },
} as const

export const timeEvents = {
  /** Where there are several: the processor that this call is made on, or that goes on with it. */
  processor: ['cpu'],
  /** The pages of a slab stay as they are until a grace period is over: somebody may still be looking at them. */
  'slab-outlives': ['slab', 'frame'],
  /** `waiting` others were there before. */
  'rcu-queued': ['cpu', 'waiting'],
  'grace-period-awaited': ['waiting'],
  /** Work that may be done from tick `expires` on. */
  'work-due': ['expires', 'jiffies'],
  /** The reaper on a processor comes again `delay` ticks later: two seconds and its number. */
  'reaper-again': ['jiffies', 'cpu', 'delay'],
} as const
