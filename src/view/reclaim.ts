/** The memory that can be had back: pages by what it takes to free them, and, for a call, who was asked for them. */
import type { Kernel, KernelEvent, PageFrame } from '#kernel/index.ts'
import type { Machine } from '#kernel/machine.ts'
import { PG_dirty, PG_writeback } from '#kernel/page/page_flags.ts'
import type { Zone } from '#kernel/page/zone.ts'
import { HOLDS_ANONYMOUS, HOLDS_SWAP } from '#kernel/reclaim/reclaimable.ts'
import { listenDuring } from './listen.ts'

/** What it takes to free a page. */
export type PageCost = 'nothing' | 'file system' | 'I/O' | 'disk is writing it' | 'swap area'

export interface ZonePool {
  readonly name: string
  readonly free_pages: number
  readonly pages_low: number
  readonly pages_high: number
  readonly nr_active: number
  readonly nr_inactive: number
  /** Pages of both lists by what it takes to free them. */
  readonly pages: Readonly<Record<PageCost, number>>
}

/** Somebody who was asked in a call, in words: how often by the caller, and how often by others who ran meanwhile. */
export interface Asked {
  readonly who: string
  readonly times: number
  /** By kswapd, for instance, which has a mask of its own. */
  readonly byOthers: number
}

export interface ReclaimView {
  readonly kind: 'reclaim'
  readonly zones: readonly ZonePool[]
  /** Pages that the disk has to write, and the tick at which it is done with the last. */
  readonly disk: { readonly pages: number; readonly done: number | null }
  /** Functions of caches that can give objects back. */
  readonly shrinkers: number
  readonly kswapdWoken: boolean
  /** Null when no call was made. */
  readonly asked: readonly Asked[] | null
}

/** The pools as they are now. */
export function viewReclaim(kernel: Kernel): ReclaimView {
  const { machine } = kernel
  const { queue } = machine.disk
  return {
    kind: 'reclaim',
    zones: machine.zones
      .filter(({ present_pages }) => present_pages > 0)
      .map((zone) => poolOf(kernel, zone)),
    disk: { pages: queue.length, done: queue.at(-1)?.done ?? null },
    shrinkers: machine.shrinkers.length,
    kswapdWoken: machine.kswapd.thread?.woken ?? false,
    asked: null,
  }
}

/** Makes a call, and shows the pools after it and who was asked in it. When the kernel stops, that is its end. */
export function viewAsked(kernel: Kernel, call: () => unknown): ReclaimView {
  const caller = kernel.current
  const heard: { readonly who: string; readonly own: boolean }[] = []
  const hear = (event: KernelEvent): void => {
    const who = askedBy(event)
    if (who !== null) heard.push({ who, own: kernel.current === caller })
  }
  listenDuring(kernel, hear, call)
  const asked = words.map(([, who]) => {
    const all = heard.filter((each) => each.who === who)
    const times = all.filter(({ own }) => own).length
    return { who, times, byOthers: all.length - times }
  })
  return { ...viewReclaim(kernel), asked }
}

/** What is counted, and its words; `enter` stands for a function that is called. */
const words = [
  ['kswapd-woken', 'kswapd woken'],
  ['try_to_free_pages', 'the caller reclaims itself'],
  ['page-reclaimed', 'pages freed'],
  ['mask-forbids-writing', 'dirty pages left: the mask forbids more'],
  ['filesystem-entered', 'file system entered'],
  ['io-started', 'I/O started'],
  ['shrink-batch', 'shrinkers asked for a batch'],
  ['shrinker-refused', 'shrinkers refused: the mask forbids it'],
  ['congestion-wait', 'slept for the disk'],
  ['out_of_memory', 'OOM killer called'],
  ['victim-chosen', 'processes killed'],
] as const

function askedBy({ name, function: inside }: KernelEvent): string | null {
  const key: string = name === 'enter' ? inside : name
  return words.find(([known]) => known === key)?.[1] ?? null
}

/** What it takes to free a page of the active or the inactive list. */
export function pageCost({ pages, reclaimable }: Machine, frame: PageFrame): PageCost {
  const flags = pages.flags[frame] ?? 0
  const holds = reclaimable.kindOf(frame)
  if ((flags & PG_writeback) !== 0) return 'disk is writing it'
  if (holds === HOLDS_ANONYMOUS) return 'swap area'
  if ((flags & PG_dirty) === 0) return 'nothing'
  return holds === HOLDS_SWAP ? 'I/O' : 'file system'
}

function poolOf({ machine }: Kernel, zone: Zone): ZonePool {
  const counts: Record<PageCost, number> = {
    nothing: 0,
    'file system': 0,
    'I/O': 0,
    'disk is writing it': 0,
    'swap area': 0,
  }
  for (const head of [zone.active_list, zone.inactive_list]) {
    for (const frame of machine.pages.list(head)) counts[pageCost(machine, frame)]++
  }
  const { name, free_pages, pages_low, pages_high, nr_active, nr_inactive } = zone
  return { name, free_pages, pages_low, pages_high, nr_active, nr_inactive, pages: counts }
}
