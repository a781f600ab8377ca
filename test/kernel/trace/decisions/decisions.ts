/** All rules, and the one who listens to a machine and applies them. */
import { watchEvents, type Kernel, type KernelEvent, type KernelEventName } from '#kernel/index.ts'
import { contextRules } from './context_rules.ts'
import { debugRules } from './debug_rules.ts'
import { pageRules } from './page_rules.ts'
import { reclaimRules } from './reclaim_rules.ts'
import { same, type Call, type Rule, type Told } from './rule.ts'
import { slabRules } from './slab_rules.ts'

export const rules: { readonly [name: string]: Rule } = {
  ...slabRules,
  ...pageRules,
  ...contextRules,
  ...debugRules,
  ...reclaimRules,
} satisfies { readonly [Name in KernelEventName]?: Rule }

/** What decides nothing: it tells what happens, or what a rule of another event has led to. */
export const facts: readonly KernelEventName[] = [
  'stopped',
  'grown-interrupts-off',
  'softirq',
  'processor',
  'slab-outlives',
  'rcu-queued',
  'grace-period-awaited',
  'cleared',
  'nothing-to-free',
  'object-to-slab',
  'slab-destroyed',
  'pages',
  'no-pages',
  'pages-cleared',
  'constructed',
  'destructed',
  'linked',
  'no-array',
  'cache-created',
  'array-drained',
  'slab-unused',
  'array-spared',
  'free-list-spared',
  'cache-busy',
  'cache-empty',
  'red-words-set',
  'user-noted',
  'objects-prepared',
  'objects-checked',
  'constructed-now',
  'destructed-now',
  'failed-on-purpose',
  'page-reserved',
  'rebalance',
  'nothing-changes',
  'congestion-wait',
  'page-in-writeback',
  'page-activated',
  'dirty-page-in-use',
  'page-reclaimed',
  'filesystem-entered',
  'io-started',
  'io-done',
  'shrinker-refused',
  'balance-pass',
  'pdflush-woken',
  'waits-for-victim',
  'memory-given-back',
  'lock-held',
]

/** Applies the rules to everything that a machine tells. */
export class DecisionCheck {
  /** The names of the events that were heard. */
  readonly heard = new Set<string>()

  watch(kernel: Kernel): () => void {
    const calls: Call[] = []
    let next: ((event: KernelEvent) => void) | null = null
    return watchEvents(kernel, (event) => {
      this.heard.add(event.name)
      const isLeave = event.name === 'leave'
      try {
        next?.(event)
        next = apply(event, kernel, calls)
      } catch (cause) {
        const numbers = JSON.stringify(event.values)
        throw new Error(`${event.name} in ${event.function}: ${numbers}`, { cause })
      }
      if (event.name === 'enter') calls.push({ enter: event, last: new Map() })
      else if (isLeave) calls.pop()
      else calls.at(-1)?.last.set(event.name, event)
      same(event.depth, isLeave ? calls.length : calls.length - 1)
    })
  }
}

function apply(
  event: KernelEvent,
  kernel: Kernel,
  calls: readonly Call[],
): ((next: KernelEvent) => void) | null {
  const rule = rules[event.name]
  if (rule === undefined) return null
  const told: Told = {
    event,
    kernel,
    calls,
    earlier: (name, value) => calls.at(-1)?.last.get(name)?.values[value] ?? Number.NaN,
    argument: (inside, value) =>
      calls.findLast(({ enter }) => enter.function === inside)?.enter.values[value] ?? Number.NaN,
  }
  return rule((value) => event.values[value] ?? Number.NaN, told) ?? null
}
