/**
 * The pages that can be reclaimed, and what is counted of them: pages of files, pages on their way to swap, and the
 * memory of processes. Linux: mm/filemap.c, mm/swap_state.c, linux/page-flags.h struct page_state.
 */
import type { GfpFlags, PageFrame } from '../layout.ts'

/** What a page holds. Pages that nobody can reclaim hold nothing, in this sense. */
const HOLDS_NOTHING = 0
/** A piece of a file: only its file system can write it back. */
export const HOLDS_FILE = 1
/** Memory of a process on its way to swap: the swap device writes it, and no file system is asked. */
export const HOLDS_SWAP = 2
/** Memory of a process, in its page tables. Without a swap area it can go nowhere. */
export const HOLDS_ANONYMOUS = 3

/**
 * A file system, as far as reclaim knows it. `writepage` is called when a page of one of its files is to be written
 * back, by whoever needs memory, in the middle of an allocation with the mask `gfp_mask`; it may take locks and
 * allocate memory itself. When it returns, the disk begins to write the page. Linux: linux/fs.h struct
 * address_space_operations.
 */
export interface FileSystem {
  readonly name: string
  readonly writepage: (page: PageFrame, gfp_mask: GfpFlags) => void
}

export class ReclaimablePages {
  /** By frame, what a page holds. Made when the first page needs it. */
  #kinds: Uint8Array<ArrayBuffer> | null = null
  readonly #count: number
  /** The file systems of pages whose file system has a function of its own. */
  readonly fileSystems = new Map<PageFrame, FileSystem>()
  /** Dirty pages of files, in the order in which they became dirty. */
  readonly dirtyFiles = new Set<PageFrame>()
  /** Pages that the disk writes because reclaim wanted them. Linux: PG_reclaim. */
  readonly writtenForReclaim = new Set<PageFrame>()
  /** Pages of files, and those on their way to swap. Linux: mm/filemap.c nr_pagecache. */
  nr_pagecache = 0
  /** Those on their way to swap. Linux: mm/swap_state.c total_swapcache_pages. */
  total_swapcache_pages = 0
  /** Pages that the disk writes just now. */
  nr_writeback = 0
  /** Pages in the page tables of processes. */
  nr_mapped = 0

  /** For a machine with so many pages. */
  constructor(count: number) {
    this.#count = count
  }

  /** Dirty pages of files. Those on their way to swap are not counted, as in the kernel. */
  get nr_dirty(): number {
    return this.dirtyFiles.size
  }

  /** HOLDS_FILE and its like. */
  kindOf(page: PageFrame): number {
    return this.#kinds === null ? HOLDS_NOTHING : this.#kinds[page]!
  }

  /** From now on a page holds something, and is counted as that. */
  hold(page: PageFrame, kind: number): void {
    this.#kinds ??= new Uint8Array(this.#count)
    this.#kinds[page] = kind
    this.#tally(kind, 1)
  }

  /** A page holds nothing any more. */
  drop(page: PageFrame): void {
    if (this.#kinds === null) return
    this.#tally(this.#kinds[page]!, -1)
    this.#kinds[page] = HOLDS_NOTHING
    this.fileSystems.delete(page)
    this.dirtyFiles.delete(page)
  }

  #tally(kind: number, one: 1 | -1): void {
    if (kind === HOLDS_ANONYMOUS) this.nr_mapped += one
    else if (kind !== HOLDS_NOTHING) this.nr_pagecache += one
    if (kind === HOLDS_SWAP) this.total_swapcache_pages += one
  }
}
