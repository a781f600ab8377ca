/** The decisions about contexts: who may sleep, who must wait. */
import { __GFP_WAIT } from '#kernel/index.ts'
import { must, same, stopsNext, type Rule } from './rule.ts'

const HANDLERS = 0x0fffff00
const PREEMPT_ACTIVE = 0x10000000
/** Lines that the log keeps. */
const MOST_LINES = 1000

/** The log gets so many lines before anything else is told. */
function logsNext(log: readonly string[], lines: number) {
  const before = log.length
  return (): void => {
    if (before + lines <= MOST_LINES) same(log.length - before, lines)
  }
}

export const contextRules = {
  context: (of) => {
    same(of('in_interrupt') === 1, (of('preempt_count') & HANDLERS) !== 0)
    // Outside of one it may stop as well: over an argument, of which nothing is told.
    return of('in_interrupt') === 1 ? stopsNext(true) : undefined
  },
  interrupts: (of, { kernel }) => same(of('were_on') === 0, kernel.irqs_disabled()),
  'grows-with-interrupts': (of) => {
    same(of('wait') === 1, (of('gfp_flags') & __GFP_WAIT) !== 0)
  },
  'filled-meanwhile': (of) => must(of('avail') > 0),
  'interrupt-arrives': (of) => {
    const isOn = of('on') === 1
    return ({ name, function: inside }) => same(name === 'enter' && inside === 'do_IRQ', isOn)
  },
  'preempt-count': (of) => must(of('before') !== of('after')),
  lock: (of, { kernel: { configuration } }) => {
    same(of('smp') === 1, configuration.smp)
    same(of('preemptible') === 1, configuration.preemptible)
  },
  'softirq-raised': (of, { kernel }) => same(of('in_interrupt') === 1, kernel.in_interrupt()),
  'softirqs-run': (of) => must(of('pending') !== 0 && of('round') <= of('most')),
  'softirqs-left': (of, { earlier }) => {
    must(of('pending') !== 0)
    same(earlier('softirqs-run', 'round'), of('most'))
  },
  'sleep-checked': (of, { kernel }) => {
    const wrong = of('in_atomic') === 1 || of('irqs_disabled') === 1
    const complains = wrong && (of('since') < 0 || of('since') >= of('hz'))
    return logsNext(kernel.machine.log, complains ? 2 : 0)
  },
  scheduled: (of, { kernel }) => {
    const atomic = (of('preempt_count') & ~PREEMPT_ACTIVE) !== 0
    same(of('in_atomic') === 1, atomic)
    return logsNext(kernel.machine.log, atomic ? 1 : 0)
  },
} as const satisfies { readonly [name: string]: Rule }
