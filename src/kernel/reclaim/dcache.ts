/**
 * A cache of names of files that nobody uses just now, the last used first: a ready-made example of what a shrinker
 * gives back. Linux: fs/dcache.c.
 */
import { divide } from '#lib/bits.ts'
import { __GFP_FS, GFP_KERNEL } from '../gfp.ts'
import { NULL, type GfpFlags, type VirtualAddress } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { BUG } from '../panic.ts'
import type { kmem_cache } from '../slab/cache.ts'
import { kmem_cache_create } from '../slab/slab.ts'
import { kmem_cache_alloc } from '../slab/slab_alloc.ts'
import { SLAB_PANIC, SLAB_RECLAIM_ACCOUNT } from '../slab/slab_flags.ts'
import { kmem_cache_free } from '../slab/slab_free.ts'
import { DEFAULT_SEEKS, set_shrinker } from './shrinkers.ts'

/** Bytes of a name and what belongs to it. Linux: linux/dcache.h struct dentry, on a Pentium III. */
const SIZEOF_DENTRY = 140
/** How gladly names are given back: 100 is as gladly as pages. Linux: fs/dcache.c. */
const sysctl_vfs_cache_pressure = 100

export class DentryCache {
  readonly cache: kmem_cache
  readonly #machine: Machine
  /** Unused names, oldest first. */
  #unused: VirtualAddress[] = []

  constructor(machine: Machine) {
    this.#machine = machine
    const flags = SLAB_RECLAIM_ACCOUNT | SLAB_PANIC
    const cache = kmem_cache_create(machine, 'dentry_cache', SIZEOF_DENTRY, 0, flags, null, null)
    this.cache = cache ?? BUG('dcache_init: no cache')
    set_shrinker(machine, DEFAULT_SEEKS, (nr, gfp_mask) => this.#shrink(nr, gfp_mask))
  }

  /** Names that nobody uses. Linux: dentry_stat.nr_unused. */
  get nr_unused(): number {
    return this.#unused.length
  }

  /** Looks up so many names that nobody uses afterwards. Returns how many; fewer when memory runs out. */
  fill(names: number, gfp_mask: GfpFlags = GFP_KERNEL): number {
    for (let name = 0; name < names; name++) {
      const dentry = kmem_cache_alloc(this.#machine, this.cache.descriptor, gfp_mask)
      if (dentry === NULL) return name
      this.#unused.push(dentry)
    }
    return names
  }

  /** Linux: fs/dcache.c shrink_dcache_memory(). To give a name up it may have to ask its file system, so it needs FS. */
  #shrink(nr: number, gfp_mask: GfpFlags): number {
    if (nr > 0) {
      if ((gfp_mask & __GFP_FS) === 0) return -1
      this.#prune(nr)
    }
    return divide(this.nr_unused, 100) * sysctl_vfs_cache_pressure
  }

  /** Gives the oldest names back. Linux: fs/dcache.c prune_dcache(). Differs: at once, and not after a grace period. */
  #prune(count: number): void {
    const oldest = this.#unused.splice(0, count)
    for (const dentry of oldest) kmem_cache_free(this.#machine, this.cache.descriptor, dentry)
  }
}
