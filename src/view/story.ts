/**
 * The call story: what a call made the kernel do, function by function, in plain words with the numbers that were
 * compared. tell() says one event; storyOf() makes a picture of all of a call.
 */
import {
  type Kernel,
  type KernelEvent,
  type KernelFunction,
  kernelFunctions,
} from '#kernel/index.ts'
import { Digest, longestInFull, lowest, tellLeftOut } from './digest.ts'
import { tellGfp } from './flag-names.ts'
import { listenDuring } from './listen.ts'
import { foldRepeats, type StoryStep } from './story-steps.ts'
import { tellAddresses } from './tell-addresses.ts'
import { tellCaches } from './tell-caches.ts'
import { tellContexts } from './tell-contexts.ts'
import { tellDebug } from './tell-debug.ts'
import { tellMempools } from './tell-mempools.ts'
import { tellPages } from './tell-pages.ts'
import { tellReaper } from './tell-reaper.ts'
import { tellReclaim } from './tell-reclaim.ts'
import { tellSlabs } from './tell-slabs.ts'
import { tellTime } from './tell-time.ts'
import { address, frameName, many, told, type Told, zoneName } from './tellers.ts'

export type { Told } from './tellers.ts'

export interface StoryView {
  readonly kind: 'story'
  readonly steps: readonly StoryStep[]
}

const tellers = {
  ...tellContexts,
  ...tellMempools,
  ...tellAddresses,
  ...tellTime,
  ...tellSlabs,
  ...tellCaches,
  ...tellDebug,
  ...tellReaper,
  ...tellPages,
  ...tellReclaim,
}

/** What happened, and why. For `enter` the call as C would write it, for `leave` what comes back. */
export function tell(event: KernelEvent): Told {
  if (event.name === 'enter') return told(callOf(event))
  if (event.name === 'leave') return told(resultOf(event))
  return tellers[event.name](
    (name: string) => numberOf(event, name),
    event.cache?.name ?? 'its cache',
  )
}

function numberOf(event: KernelEvent, name: string): number {
  const number = event.values[name]
  if (number === undefined) throw new Error(`The event ${event.name} has no number ${name}.`)
  return number
}

/** `cache_grow(size-128, GFP_KERNEL)`. */
function callOf(event: KernelEvent): string {
  const numbers = kernelFunctions[event.function].values.map((name) =>
    argument(name, numberOf(event, name)),
  )
  const all = event.cache === null ? numbers : [event.cache.name, ...numbers]
  return `${event.function}(${all.join(', ')})`
}

function argument(name: string, value: number): string {
  switch (name) {
    case 'gfp_flags':
      return tellGfp(value)
    case 'object':
      return address(value)
    case 'zone':
      return zoneName(value)
    case 'frame':
    case 'order':
    case 'offset':
    case 'slab':
    case 'batch':
      return `${name} ${value}`
    case 'flags':
      return value === 0 ? '0' : `0x${value.toString(16)}`
    default:
      return String(value)
  }
}

/** What the number means that a function returns; those that are not here return nothing worth a word. */
const results: { readonly [F in KernelFunction]?: (result: number) => string } = {
  __kmalloc: address,
  kcalloc: address,
  kmem_cache_alloc: address,
  mempool_alloc: address,
  __get_free_pages: address,
  get_zeroed_page: address,
  __cache_alloc: address,
  cache_alloc_refill: address,
  cache_alloc_debugcheck_after: address,
  alloc_slabmgmt: address,
  cache_grow: (result) => (result === 0 ? '0: no slab' : '1: one slab more'),
  kmem_getpages: page,
  __alloc_pages: page,
  try_to_free_pages: (result) => (result === 0 ? '0: no progress' : '1: progress'),
  shrink_list: (result) => many(result, 'page'),
  buffered_rmqueue: page,
  __rmqueue: page,
  rmqueue_bulk: (result) => many(result, 'page'),
  kmem_cache_shrink: left,
  kmem_cache_destroy: left,
  __cache_shrink: left,
}

function page(frame: number): string {
  return frame < 0 ? 'no page' : frameName(frame)
}

function left(result: number): string {
  return result === 0 ? '0: nothing is left' : `${result}: some objects are still in use`
}

function resultOf(event: KernelEvent): string {
  const result = event.values['result']
  const say = results[event.function]
  return result === undefined || say === undefined ? 'returns' : `returns ${say(result)}`
}

function stepOf(event: KernelEvent): StoryStep {
  const kind = event.name === 'enter' ? 'call' : event.name === 'leave' ? 'result' : 'event'
  return { kind, depth: event.depth, name: event.name, function: event.function, ...tell(event) }
}

/** What is worth reading of very many events. */
function digestOf(events: readonly KernelEvent[]): StoryStep[] {
  const digest = new Digest()
  for (const event of events) digest.hear(event)
  digest.end()
  const steps: StoryStep[] = []
  let left: KernelEvent[] = []
  for (const [at, event] of events.entries()) {
    if (!digest.has(at)) {
      left.push(event)
      continue
    }
    steps.push(...leftOut(left), stepOf(event))
    left = []
  }
  return steps
}

/** One step for all that are left out in one place; a single one is told as it is. */
function leftOut(events: readonly KernelEvent[]): StoryStep[] {
  const [first] = events
  if (first === undefined) return []
  if (events.length === 1) return [stepOf(first)]
  const told = tellLeftOut(events)
  // It stands where the outermost of them would stand.
  const depth = lowest(events.map(({ name, depth: at }) => (name === 'enter' ? at : at + 1)))
  return [{ kind: 'more', depth, name: 'more', function: '', ...told }]
}

/** The events of a call, or of several, as a story. `ending` is what the kernel said when it stopped. */
function viewStory(events: readonly KernelEvent[], ending: string | null = null): StoryView {
  const worth = events.filter(isWorthTelling)
  const steps = worth.length > longestInFull ? digestOf(worth) : worth.map(stepOf)
  const last: StoryStep[] =
    ending === null
      ? []
      : [{ kind: 'stop', depth: 0, name: 'stop', function: '', text: ending, reason: null }]
  return { kind: 'story', steps: [...foldRepeats(steps), ...last] }
}

/** The story of a call on a machine. When the kernel stops, that is how the story ends. */
export function storyOf(kernel: Kernel, call: () => unknown): StoryView {
  const events: KernelEvent[] = []
  const stop = listenDuring(kernel, (event) => events.push(event), call)
  return viewStory(events, stop && `${stop.name}: ${stop.message}`)
}

/** Of the results only those that the caller gets, and failures. */
export function isWorthTelling({ name, function: inside, depth, values }: KernelEvent): boolean {
  if (name !== 'leave') return true
  const result = values['result']
  if (result === undefined || results[inside] === undefined) return false
  return depth === 0 || result < 0 || (result === 0 && results[inside] !== left)
}
