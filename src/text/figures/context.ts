/** Where the next call is made, and what is allowed there, question by question. */
import { hex } from '#lib/hex.ts'
import type { ContextView, NoSleepReason } from '#view/context.ts'
import type { StyledLine, StyledRun } from '../lines.ts'
import { answered, count, type FigureOptions, words } from './box.ts'

type Row = readonly [name: string, text: string, style?: StyledRun['style']]

/** Columns of the first column, where there is one. */
const names = 20

export function drawContext(view: ContextView, options: FigureOptions): StyledLine[] {
  const { cpu, task } = view
  return [
    ...words(`CPU ${cpu}, ${place(view)}`, options, 'strong'),
    ...[...state(view, `${task.comm}, pid ${task.pid}`), ...rules(view)].flatMap(
      ([question, answer, style]) => answered(question, answer, options, { column: names, style }),
    ),
  ]
}

function place({ handlers, softirqs, locks, preempts, interruptsEnabled }: ContextView): string {
  if (handlers > 0)
    return handlers === 1 ? 'in an interrupt handler' : `in ${handlers} handlers, one in another`
  if (softirqs > 0) return 'in a softirq, or with softirqs kept away'
  const held =
    locks.length > 0
      ? `, with ${locks.length === 1 ? 'the lock' : 'the locks'} ${locks.join(', ')}`
      : ''
  const kept = held === '' && preempts > 0 ? ', with preemption off' : ''
  return `working for a task${held}${kept}${interruptsEnabled ? '' : ', interrupts off'}`
}

function state(view: ContextView, task: string): Row[] {
  const { preempt_count, handlers, softirqs, preempts, interruptsEnabled, raised } = view
  const parts = `${count(handlers, 'handler')}, ${count(softirqs, 'softirq')}, ${count(preempts, 'lock')}`
  return [
    ['task', task],
    ['preempt_count', `${hex(preempt_count)}: ${parts}`],
    ['interrupts', interruptsEnabled ? 'on' : 'off'],
    ['in_interrupt()', view.in_interrupt ? '1' : '0'],
    ['in_atomic()', view.in_atomic ? '1' : '0'],
    ...(raised.length > 0 ? [['softirqs raised', raised.join(', ')] as const] : []),
  ]
}

const reasons: Readonly<Record<Exclude<NoSleepReason, null>, string>> = {
  handler: 'a handler works for no process that could wait',
  softirq: 'a softirq works for no process that could wait',
  'interrupts off': 'interrupts would stay off, or come on unawares',
  lock: 'whoever else wants the lock would wait for it without end',
}

function rules(view: ContextView): Row[] {
  const { noSleep, in_interrupt } = view
  const create = 'kmem_cache_create, kmem_cache_shrink, kmem_cache_destroy'
  if (noSleep === null) {
    return [
      ['may sleep', 'yes', 'good'],
      ['mask', 'GFP_KERNEL, and any other'],
    ]
  }
  return [
    ['may sleep', `no: ${reasons[noSleep]}`, 'bad'],
    ['mask', 'GFP_ATOMIC, or another without __GFP_WAIT'],
    ['with GFP_KERNEL', mistake(view)],
    ['caches', `${create}: ${in_interrupt ? 'BUG' : 'they may sleep, too'}`],
    ['kfree', 'allowed, here as everywhere'],
  ]
}

/** What comes of sleeping where it is forbidden. */
function mistake({ isSeen, sleepChecks, preemptible }: ContextView): string {
  const hit = 'goes well as long as there is an object at hand'
  if (isSeen && sleepChecks) return `a complaint in the log at once; else it ${hit}`
  if (isSeen) return `${hit}; nobody checks before it has to sleep`
  const blind = preemptible ? '' : ': a lock leaves no trace on a kernel that is not preemptible'
  return `${hit}; nobody notices${blind}`
}
