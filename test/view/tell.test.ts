/** Every event has a sentence, and every number of an event makes a difference to it: nothing is told without reason. */
import { describe, expect, it } from 'vitest'
import { type KernelEvent, type KernelEventName, kernelEvents } from '#kernel/index.ts'
import { tell } from '#view/story.ts'

/** Numbers that tellers may tell apart: yes and no, orders, counts, flags, addresses. */
const values = [
  -1, 0, 1, 2, 3, 4, 5, 10, 16, 31, 32, 60, 120, 128, 600, 1000, 4096, 0x20, 0x50, 0xd0, 0xd2,
  0x8020, 0x170fc2a5, 0x5a2cf071, 0xc1234560,
]

/** A row of numbers that is the same every time. */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

function sentence(name: KernelEventName, numbers: Readonly<Record<string, number>>): string {
  const event: KernelEvent = {
    name,
    function: 'kmem_cache_alloc',
    file: 'mm/slab.c',
    depth: 0,
    cache: null,
    values: numbers,
  }
  const { text, reason } = tell(event)
  return `${text} (${reason ?? ''})`
}

/** The names of an event's numbers that never change what is said, whatever the others are. */
function silentNumbers(name: KernelEventName): string[] {
  const names: readonly string[] = kernelEvents[name]
  const next = numbersFrom(names.length + 7)
  const pick = () => values[Math.floor(next() * values.length)] ?? 0
  const silent = new Set(names)
  for (let round = 0; round < 400 && silent.size > 0; round++) {
    const numbers = Object.fromEntries(names.map((each) => [each, pick()]))
    // Often what is compared is equal, or nearly.
    if (round % 3 === 0) for (const each of names) numbers[each] = pick() % 4
    const said = sentence(name, numbers)
    for (const each of silent) {
      const other = { ...numbers, [each]: pick() }
      if (sentence(name, other) !== said) silent.delete(each)
    }
  }
  return [...silent]
}

/**
 * Numbers that are for programs: which object, page or zone it is, when the call above says so already, and what
 * another event of the same story tells.
 */
const notTold: Readonly<Partial<Record<KernelEventName, readonly string[]>>> = {
  'size-class': ['bytes_alloc'],
  cleared: ['object'],
  owner: ['object'],
  'object-to-slab': ['object'],
  'slab-destroyed': ['slab'],
  'array-empty': ['avail', 'limit'],
  refill: ['shared_avail'],
  'take-from-partial': ['index'],
  'take-from-free': ['inuse', 'index'],
  'mask-checked': ['allowed'],
  'no-grow': ['gfp_flags'],
  pages: ['gfp_flags', 'offset'],
  'slab-abandoned': ['frame'],
  constructed: ['object', 'ctor_flags'],
  destructed: ['object'],
  grown: ['frame'],
  alignment: ['size'],
  'cache-created': ['colour'],
  'slab-unused': ['free_objects'],
  'poison-checked': ['object'],
  'red-words-checked': ['object'],
  'red-words-set': ['object'],
  'user-noted': ['object'],
  'constructed-now': ['object'],
  'destructed-now': ['object'],
  'pointer-checked': ['object'],
  'start-checked': ['object'],
  'link-checked': ['object'],
  'failed-on-purpose': ['order'],
  'marks-ignored': ['memdie'],
  restart: ['order', 'gfp_flags'],
  'congestion-wait': ['jiffies'],
  'victim-chosen': ['total_vm'],
  'page-list': ['zone'],
  'page-from-list': ['zone'],
  'page-to-list': ['zone'],
  'block-found': ['zone'],
}

describe('an event', () => {
  it.each(Object.keys(kernelEvents))('%s is told with all its numbers', (name) => {
    if (!isEvent(name)) throw new Error(name)
    expect(silentNumbers(name)).toEqual(notTold[name] ?? [])
  })
})

function isEvent(name: string): name is KernelEventName {
  return Object.hasOwn(kernelEvents, name)
}
