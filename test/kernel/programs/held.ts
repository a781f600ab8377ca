/**
 * Memory that a program holds. Its own number stands all over it, so that two objects that overlap, or somebody who
 * writes where he should not, are noticed when the memory is given back.
 */
import {
  __pa,
  PAGE_SIZE,
  type Kernel,
  type kmem_cache,
  type mempool_t,
  type PageFrame,
} from '#kernel/index.ts'
import type { VirtualAddress } from '#kernel/index.ts'
import { must } from './must.ts'

export interface Held {
  readonly address: VirtualAddress
  readonly bytes: number
  readonly mark: number
}

export interface Block extends Held {
  readonly frame: PageFrame
  readonly order: number
  /** False for pages above 896 MB: they have no address, and nothing is written there. */
  readonly mapped: boolean
}

export interface OwnCache {
  readonly cache: kmem_cache
  /** Bytes of an object that are the program's. */
  readonly bytes: number
  /** As many objects are constructed as there are in slabs. */
  readonly hooks: boolean
  readonly held: Held[]
  /** Constructor calls less destructor calls. */
  made: number
}

export interface OwnPool {
  readonly pool: mempool_t<kmem_cache>
  /** Where its elements come from. */
  readonly cache: kmem_cache
  readonly bytes: number
  readonly held: Held[]
}

/** In objects below a page each word is marked, in larger ones one in so many, and always the last. */
const STEP = 16

function stepFor(bytes: number): number {
  return bytes < PAGE_SIZE ? 1 : STEP
}

/** Writes the mark. */
export function mark({ machine }: Kernel, { address, bytes, mark: number }: Held): void {
  const { words } = machine
  const first = __pa(address) >>> 2
  const end = first + (bytes >>> 2)
  must(first > 0 && end <= words.length, `memory at ${address} is not there`)
  const step = stepFor(bytes)
  for (let word = first; word < end; word += step) words[word] = number
  words[end - 1] = number
}

/** The mark is as it was written. */
export function verify({ machine }: Kernel, { address, bytes, mark: number }: Held): void {
  const { words } = machine
  const first = __pa(address) >>> 2
  const end = first + (bytes >>> 2)
  const step = stepFor(bytes)
  let word = first
  while (word < end && words[word] === number) word += step
  if (word >= end && words[end - 1] === number) return
  const at = Math.min(word, end - 1)
  must(false, `somebody wrote ${words[at]} at ${address} + ${4 * (at - first)} of ${bytes}`)
}

/** Each whole word is zero. */
export function isClear({ machine }: Kernel, address: VirtualAddress, bytes: number): boolean {
  const { words } = machine
  const first = __pa(address) >>> 2
  for (let word = first; word < first + (bytes >>> 2); word++) if (words[word] !== 0) return false
  return true
}

/** Takes one out, whatever number is given; undefined when there is none. */
export function remove<Item>(items: Item[], which: number): Item | undefined {
  if (items.length === 0) return undefined
  const index = which % items.length
  const item = items[index]
  const last = items.pop()
  if (last !== undefined && index < items.length) items[index] = last
  return item
}

/** One of them, whatever number is given; undefined when there is none. */
export function pick<Item>(items: readonly Item[], which: number): Item | undefined {
  return items[which % Math.max(1, items.length)]
}

/** Takes `count` out: the oldest, the newest, or here and there. */
export function removeSeveral<Item>(items: Item[], count: number, way: number): Item[] {
  const most = Math.min(count, items.length)
  if (way === 0) return items.splice(0, most)
  if (way === 1) return items.splice(items.length - most, most).toReversed()
  return Array.from({ length: most }, (_, index) => remove(items, index * 7919)).filter(
    (item) => item !== undefined,
  )
}
