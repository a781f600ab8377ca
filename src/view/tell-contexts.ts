/** The call story of contexts: interrupts, handlers, locks, sleeping. */
import type { contextEvents } from '#kernel/trace/context_events.ts'
import { tellGfp } from './flag-names.ts'
import { isYes, many, told, type Tellers } from './tellers.ts'

export const tellContexts: Tellers<keyof typeof contextEvents> = {
  interrupts: (of) =>
    of('were_on') === of('on')
      ? told(`interrupts stay ${onOff(of('on'))}`)
      : told(`interrupts are ${onOff(of('on'))} from here on`),
  'grows-with-interrupts': (of) => {
    const mask = tellGfp(of('gfp_flags'))
    if (!isYes(of('wait'))) return told('interrupts stay off', `${mask} is without WAIT`)
    return told('turns interrupts on', `${mask} has WAIT: this may take long`)
  },
  'grown-interrupts-off': () => told('turns interrupts off again'),
  'filled-meanwhile': (of) =>
    told(
      `the array holds ${many(of('avail'), 'object')} now`,
      'an interrupt came while interrupts were on',
    ),
  'interrupt-arrives': (of) =>
    isYes(of('on'))
      ? told('an interrupt arrives and is handled at once', 'interrupts are on')
      : told('an interrupt arrives and must wait', 'interrupts are off'),
  'preempt-count': (of) =>
    told(`preempt_count is ${bits(of('after'))}`, `it was ${bits(of('before'))}`),
  lock: (of) => {
    if (isYes(of('smp'))) return told('takes the lock', 'the kernel is built for several CPUs')
    return isYes(of('preemptible'))
      ? told('only forbids other tasks', 'one CPU: a lock is nothing more')
      : told('does nothing', 'one CPU, and the kernel is not preemptible')
  },
  'softirq-raised': (of) =>
    told(
      `softirq ${of('nr')} is raised`,
      isYes(of('in_interrupt'))
        ? 'it runs when the handler ends'
        : 'this is no handler: ksoftirqd is woken to run it',
    ),
  'softirqs-run': (of) =>
    told(
      `runs what is raised, ${bits(of('pending'))}`,
      `round ${of('round')} of at most ${of('most')}`,
    ),
  softirq: (of) =>
    told(`softirq ${of('nr')} runs`, `preempt_count is ${bits(of('preempt_count'))}`),
  'softirqs-left': (of) =>
    told(
      `leaves ${bits(of('pending'))} to ksoftirqd`,
      `${many(of('most'), 'round')} are enough, processes want to run`,
    ),
  'sleep-checked': (of) => {
    const seen = `in_atomic ${of('in_atomic')}, irqs_disabled ${of('irqs_disabled')}`
    if (!isYes(of('in_atomic')) && !isYes(of('irqs_disabled'))) return told('may sleep', seen)
    const since = of('since')
    return since >= 0 && since < of('hz')
      ? told(
          'must not sleep, and says nothing',
          `${seen}; the last complaint is ${since} ticks old, less than ${of('hz')}`,
        )
      : told('must not sleep, and complains in the log', seen)
  },
  scheduled: (of) =>
    isYes(of('in_atomic'))
      ? told(
          'complains in the log, and lets other tasks run all the same',
          `preempt_count is ${bits(of('preempt_count'))}`,
        )
      : told('lets other tasks run; interrupts are on afterwards'),
}

function onOff(on: number): string {
  return isYes(on) ? 'on' : 'off'
}

function bits(number: number): string {
  return `0x${number.toString(16)}`
}
