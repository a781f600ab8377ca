/** Filling the page cache, as reading and writing files does. Linux: mm/filemap.c. */
import { __GFP_COLD, GFP_HIGHUSER } from '../gfp.ts'
import { NO_PAGE, type GfpFlags, type PageFrame } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { alloc_pages } from '../page/page_alloc.ts'
import { PG_dirty } from '../page/page_flags.ts'
import { addToList, mark_page_accessed } from './lru.ts'
import { HOLDS_FILE, HOLDS_SWAP, type FileSystem } from './reclaimable.ts'

/** What pages are filled with. */
export interface PageCacheOptions {
  readonly pages: number
  /**
   * `clean`: read from a file, and free as soon as somebody needs memory. `needs-fs`: written to a file, so that its
   * file system must be entered before they are clean again; that takes a mask with FS. `needs-io`: memory of a
   * process on its way to swap, which takes a mask with IO, or FS.
   */
  readonly kind: 'clean' | 'needs-fs' | 'needs-io'
  /** How often somebody has used each: 1 marks it, 2 puts it into the active list. 0 if left out. */
  readonly accessed?: number
  /** The file system to be entered; without one, it only lets the disk begin. */
  readonly fileSystem?: FileSystem
  /** Another mask than GFP_HIGHUSER | __GFP_COLD. */
  readonly gfp?: GfpFlags
}

/**
 * Takes pages for the page cache and returns their frames; fewer than asked for when memory runs out before. They are
 * allocated as the kernel does for pages it reads, with all that may follow. Linux: linux/pagemap.h
 * page_cache_alloc_cold(), mm/filemap.c add_to_page_cache_lru(). Differs: with nothing in them.
 */
export function fillPageCache(machine: Machine, options: PageCacheOptions): PageFrame[] {
  const { pages, kind, accessed = 0, fileSystem, gfp = GFP_HIGHUSER | __GFP_COLD } = options
  checkOptions(options)
  const frames: PageFrame[] = []
  while (frames.length < pages) {
    const frame = alloc_pages(machine, gfp, 0)
    if (frame === NO_PAGE) break
    addPage(machine, frame, kind, fileSystem)
    for (let time = 0; time < accessed; time++) mark_page_accessed(machine, frame)
    frames.push(frame)
  }
  return frames
}

const KINDS: readonly string[] = [
  'clean',
  'needs-fs',
  'needs-io',
] satisfies PageCacheOptions['kind'][]

/** Code that runs without a look at its types may ask for anything. */
function checkOptions({ pages, kind }: PageCacheOptions): void {
  if (!Number.isInteger(pages) || pages < 0) {
    throw new RangeError(`fillPageCache: ${pages} is no number of pages; give a whole one.`)
  }
  if (!KINDS.includes(kind)) {
    throw new RangeError(`fillPageCache: there are no pages of kind ${kind}: ${KINDS.join(', ')}.`)
  }
}

function addPage(
  machine: Machine,
  frame: PageFrame,
  kind: PageCacheOptions['kind'],
  fileSystem: FileSystem | undefined,
): void {
  const { reclaimable, pages } = machine
  reclaimable.hold(frame, kind === 'needs-io' ? HOLDS_SWAP : HOLDS_FILE)
  if (fileSystem !== undefined) reclaimable.fileSystems.set(frame, fileSystem)
  if (kind !== 'clean') pages.flags[frame]! |= PG_dirty
  if (kind === 'needs-fs') reclaimable.dirtyFiles.add(frame)
  addToList(machine, frame, false)
}
