/** The call story of processors and time. */
import type { timeEvents } from '#kernel/trace/time_events.ts'
import { frameName, many, told, type Tellers } from './tellers.ts'

export const tellTime: Tellers<keyof typeof timeEvents> = {
  processor: (of) => told(`CPU ${of('cpu')} carries this out`),
  'slab-outlives': (of) =>
    told(
      `slab ${of('slab')}, ${frameName(of('frame'))}, keeps its pages for now`,
      'the cache has DESTROY_BY_RCU: somebody may still look at them',
    ),
  'rcu-queued': (of) =>
    told(
      `CPU ${of('cpu')} does this after a grace period`,
      `${many(of('waiting'), 'callback')} waited before`,
    ),
  'grace-period-awaited': (of) =>
    told(
      'waits until every CPU has let another task run',
      `${many(of('waiting'), 'callback')} ${of('waiting') === 1 ? 'waits' : 'wait'} for that`,
    ),
  'work-due': (of) =>
    told(
      'does what its time has come for',
      `from tick ${of('expires')}, now it is ${of('jiffies')}`,
    ),
  'reaper-again': (of) =>
    told(
      `the next round is at tick ${of('jiffies') + of('delay')}`,
      `${of('delay')} ticks from now: 2 seconds, and the number of the CPU, ${of('cpu')}`,
    ),
}
