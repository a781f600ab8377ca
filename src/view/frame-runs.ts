/** What page frames are used for, as runs of frames that belong together: blocks, slabs, single pages. */
import { type Kernel, type PageFrame, PAGE_SHIFT, slabAt } from '#kernel/index.ts'
import { MAX_ORDER, toVirtual } from '#kernel/layout.ts'
import type { Machine } from '#kernel/machine.ts'
import { PG_lru, PG_private, PG_reserved, PG_slab } from '#kernel/page/page_flags.ts'

/**
 * `free`: in a buddy list. `hot` and `cold`: in the list of a processor. `in hand`: in no list, because the page
 * allocator works with it just then. `reclaimable`: of the page cache or of a process.
 */
export type FrameUse =
  | 'free'
  | 'hot'
  | 'cold'
  | 'in hand'
  | 'slab'
  | 'reclaimable'
  | 'in use'
  | 'reserved'

export interface FrameRun {
  readonly frame: PageFrame
  readonly pages: number
  readonly use: FrameUse
  /** Of a block, free or in hand: it has 2^order pages, of which the picture may show a part. */
  readonly order: number | null
  /** Of a slab: the name of its cache. */
  readonly cache: string | null
}

/** A block that the page allocator has taken from its list and not put anywhere yet. */
export interface BlockInHand {
  readonly frame: PageFrame
  readonly order: number
}

/** The frames from `first` to before `end`, which must exist, as runs. */
export function frameRuns(
  kernel: Kernel,
  first: PageFrame,
  end: PageFrame,
  hand: BlockInHand | null = null,
): FrameRun[] {
  const { machine } = kernel
  const parked = parkedPages(machine)
  const runs: FrameRun[] = []
  let frame = first
  while (frame < end) {
    const run = runAt(kernel, frame, parked, hand)
    const pages = Math.min(run.pages, end - frame)
    runs.push({ ...run, pages })
    frame += pages
  }
  return runs
}

type Parked = ReadonlyMap<PageFrame, 'hot' | 'cold'>

/** The pages in the lists of all processors. */
function parkedPages({ zones, pages }: Machine): Parked {
  const parked = new Map<PageFrame, 'hot' | 'cold'>()
  for (const [hot, cold] of zones.flatMap(({ pageset }) => pageset)) {
    for (const page of pages.list(hot.head)) parked.set(page, 'hot')
    for (const page of pages.list(cold.head)) parked.set(page, 'cold')
  }
  return parked
}

function runAt(
  kernel: Kernel,
  frame: PageFrame,
  parked: Parked,
  hand: BlockInHand | null,
): FrameRun {
  const run = (use: FrameUse, pages = 1, more: Partial<FrameRun> = {}): FrameRun => {
    return { frame, use, pages, order: null, cache: null, ...more }
  }
  const { machine } = kernel
  const left = hand ? hand.frame + 2 ** hand.order - frame : 0
  if (hand && frame >= hand.frame && left > 0) return run('in hand', left, { order: hand.order })
  const free = freeBlockAt(machine, frame)
  if (free) return run('free', free.frame + 2 ** free.order - frame, { order: free.order })
  const list = parked.get(frame)
  if (list !== undefined) return run(list)
  const flags = machine.pages.flags[frame] ?? 0
  if (flags & PG_reserved) return run('reserved', alike(machine, frame, isReserved))
  if (flags & PG_slab) {
    const pages = alike(machine, frame, sameSlab(machine, frame))
    const found = slabAt(kernel, toVirtual(frame << PAGE_SHIFT))
    return run('slab', pages, { cache: found?.cache.name ?? null })
  }
  if (flags & PG_lru) return run('reclaimable')
  const follows = (next: PageFrame) => next !== hand?.frame && isTail(machine, next, parked)
  return run('in use', alike(machine, frame, follows))
}

/** How many frames from this one on pass the test; this one does. */
function alike(
  { pages }: Machine,
  frame: PageFrame,
  test: (next: PageFrame, flags: number) => boolean,
): number {
  let end = frame + 1
  while (end < pages.count && test(end, pages.flags[end] ?? 0)) end++
  return end - frame
}

function isReserved(_frame: PageFrame, flags: number): boolean {
  return (flags & PG_reserved) !== 0
}

function sameSlab({ pages }: Machine, frame: PageFrame) {
  const slab = pages.lru_prev[frame]
  return (next: PageFrame, flags: number) =>
    (flags & PG_slab) !== 0 && pages.lru_prev[next] === slab
}

/** Only the first page of a block in use counts its users; the others follow it. */
function isTail(machine: Machine, frame: PageFrame, parked: Parked): boolean {
  const { pages } = machine
  const flags = pages.flags[frame] ?? 0
  return (
    pages._count[frame] === 0 &&
    (flags & (PG_reserved | PG_slab | PG_private)) === 0 &&
    !parked.has(frame) &&
    freeBlockAt(machine, frame) === null
  )
}

/** The free block that a frame is in: only its first page is marked, and it lies at a multiple of its size. */
export function freeBlockAt({ pages }: Machine, frame: PageFrame): BlockInHand | null {
  for (let order = 0; order < MAX_ORDER; order++) {
    const first = frame - (frame % 2 ** order)
    const isHead = ((pages.flags[first] ?? 0) & PG_private) !== 0 && pages._count[first] === 0
    const size = pages.private[first] ?? 0
    if (isHead && size >= order) return { frame: first, order: size }
  }
  return null
}
