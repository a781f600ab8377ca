/** The operations on processes, on the page cache, and on caches whose objects can be had back. */
import { __GFP_FS, __GFP_NO_GROW, GFP_KERNEL, GFP_NOFS } from '#kernel/index.ts'
import { PF_MEMALLOC, type Task, type TaskOptions } from '#kernel/index.ts'
import { pick } from './held.ts'
import type { ValuesOf } from './operations.ts'
import { MOST_BYTES, takeObject } from './play_objects.ts'
import { takePages } from './play_pages.ts'
import type { Player } from './player.ts'

const KINDS = ['clean', 'needs-fs', 'needs-io'] as const
/** Bytes that a file system takes for a moment to write a page. */
const NOTES_BYTES = 200
const HOLDS_FILE = 1

/** What else is special about a process, by its kind; most are ordinary. */
function optionsOf(kind: number, other: Task | undefined): Partial<TaskOptions> {
  const isAlive = other !== undefined && other.state !== 'dead'
  if (kind === 0) return { realTime: true }
  if (kind === 1) return { root: true, ageSeconds: 5000, cpuSeconds: 300 }
  if (kind === 2) return { nice: 10 }
  if (kind === 3 && isAlive) return { parent: other }
  if (kind === 4 && isAlive && other.mm !== null) return { sharesMemoryWith: other }
  if (kind === 5) return { oomkilladj: -3, blocked: true }
  return {}
}

function start(player: Player, { pages, kind }: ValuesOf['start']): void {
  const { kernel, tasks } = player
  const options = optionsOf(kind, tasks.at(-1))
  const comm = `task-${tasks.length}`
  tasks.push(player.mayRunOut(() => kernel.startTask({ comm, pages, ...options })))
}

function alive(player: Player, which: number): Task | undefined {
  const living = player.tasks.filter(({ state }) => state === 'running')
  return pick(living, which)
}

/** To write a page, the file system takes memory for a moment, without coming back to itself. */
function fileSystemOf({ kernel }: Player) {
  return {
    name: 'asking',
    writepage: () => {
      kernel.kfree(kernel.kmalloc(NOTES_BYTES, GFP_NOFS))
    },
  }
}

/** Sizes whose slabs hold descriptors and arrays, and one with slabs of two pages. */
const USED_UP = [32, 64, 128, 256, 512, 8192]

/**
 * A task that may have all memory takes it, to the last page but two: then the slab that needs those finds no room for
 * its descriptor, or a cache none for its new array.
 */
function dry(player: Player, { tunes }: ValuesOf['dry']): void {
  const { current } = player.kernel
  if (player.inInterrupt || player.irqsForbidden) return
  current.flags |= PF_MEMALLOC
  for (const size of USED_UP) while (takeObject(player, size, GFP_KERNEL | __GFP_NO_GROW));
  takePages(player, 1, GFP_KERNEL)
  const last = player.blocks.pop()
  for (let order = 5; order >= 0; order--) while (takePages(player, order, GFP_KERNEL));
  if (tunes === 1) tuneOne(player)
  if (last !== undefined) player.freeBlock(last)
  takeObject(player, 8192, GFP_KERNEL)
  current.flags &= ~PF_MEMALLOC
  for (const block of player.blocks.splice(0)) player.freeBlock(block)
}

function tuneOne(player: Player): void {
  const own = player.caches.at(-1)
  if (own === undefined) return
  const call = () => player.kernel.slabinfo_write(`${own.cache.name} 120 60 0`)
  player.note(player.allocate(GFP_KERNEL, 1, call, (result) => result < 0))
}

export const reclaimOperations = {
  dry,

  start,

  exit: (player: Player, { which }: ValuesOf['exit']) => {
    const task = alive(player, which)
    if (task !== undefined) player.kernel.do_exit(task)
  },

  runAs: (player: Player, { which, size, count, gfp, frees }: ValuesOf['runAs']) => {
    const { kernel } = player
    const task = alive(player, which)
    if (task === undefined || player.contexts.name !== 'process') return
    const most = Math.min(count, Math.ceil(MOST_BYTES / Math.max(1, size)))
    if (frees === 1) task.flags |= PF_MEMALLOC
    kernel.runAs(task, () => {
      for (let i = 0; i < most && takeObject(player, size, gfp); i++);
    })
    task.flags &= ~PF_MEMALLOC
  },

  pageCache: (player: Player, { pages, kind, accessed, asks }: ValuesOf['pageCache']) => {
    const { kernel } = player
    const options = { pages, kind: KINDS[kind] ?? 'clean', accessed }
    const fileSystem = asks === 1 && kind === 1 ? { fileSystem: fileSystemOf(player) } : {}
    const frames = player.mayRunOut(() => kernel.fillPageCache({ ...options, ...fileSystem }))
    player.note(frames.length)
    player.cached.push(...frames)
  },

  touchCache: ({ kernel, cached }: Player, { count }: ValuesOf['touchCache']) => {
    const { reclaimable } = kernel.machine
    for (const frame of cached.slice(-count)) {
      if (reclaimable.kindOf(frame) === HOLDS_FILE) kernel.mark_page_accessed(frame)
    }
  },

  shrinker: (player: Player, { which, seeks }: ValuesOf['shrinker']) => {
    const own = pick(player.caches, which)
    if (own === undefined || player.shrinkers.has(own)) return
    const shrinker = player.kernel.set_shrinker(seeks, (nr, gfp_mask) => {
      if (nr > 0 && (gfp_mask & __GFP_FS) === 0) return -1
      for (const object of own.held.splice(0, nr)) player.giveObject(own, object)
      return own.held.length
    })
    player.shrinkers.set(own, shrinker)
  },

  kswapd: ({ kernel }: Player) => kernel.runKswapd(),
}
