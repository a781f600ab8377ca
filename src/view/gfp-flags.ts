/** What each bit of an allocation mask is for, and what the usual masks are for: the table that a mask is read with. */
import * as gfp from '#kernel/gfp.ts'
import type { GfpFlags } from '#kernel/index.ts'
import { gfpNames } from './flag-names.ts'

export interface GfpFlag {
  readonly name: string
  readonly value: number
  /** What it asks for or permits, in half a sentence. */
  readonly does: string
}

export interface GfpSituation {
  readonly name: string
  readonly value: number
  /** Names of its bits, lowest first. */
  readonly flags: readonly string[]
  /** Who uses it. */
  readonly use: string
}

const does = {
  __GFP_DMA: 'pages from below 16 MB, which old devices reach',
  __GFP_HIGHMEM: 'pages above 896 MB will do, which have no fixed address',
  __GFP_WAIT: 'may sleep: memory may be reclaimed first',
  __GFP_HIGH: 'may go below pages_min, to half of it',
  __GFP_IO: 'reclaim may start input and output',
  __GFP_FS: 'reclaim may call file systems; the OOM killer may run',
  __GFP_COLD: "a page that is not in the CPU's cache will do",
  __GFP_NOWARN: 'no message when it fails',
  __GFP_REPEAT: 'tries again at any order, and may fail all the same',
  __GFP_NOFAIL: 'tries again for ever',
  __GFP_NORETRY: 'gives up after one round of reclaim',
  __GFP_NO_GROW: 'a cache may not grow for it',
  __GFP_COMP: 'the pages form one compound page',
  __GFP_ZERO: 'the page allocator clears the pages; slab does not know it',
} as const

/** Every bit that has a name, lowest first. */
export const gfpFlags: readonly GfpFlag[] = Object.entries(does)
  .map(([name, text]) => ({ name, value: gfpNames.get(name) ?? 0, does: text }))
  .sort((one, other) => one.value - other.value)

const uses = {
  GFP_ATOMIC: 'interrupt handlers, and code that holds a spinlock',
  GFP_NOIO: 'block drivers: waiting for a disk could be waiting for oneself',
  GFP_NOFS: 'file systems: reclaim must not call them again',
  GFP_KERNEL: 'ordinary kernel code, of a process that may sleep',
  GFP_USER: 'pages for user processes: the same bits as GFP_KERNEL',
  GFP_HIGHUSER: 'pages of user processes, which need no address in the kernel',
  GFP_DMA: 'beside another mask: buffers of old devices',
} as const

/** The masks that have a name. */
export const gfpSituations: readonly GfpSituation[] = Object.entries(uses).map(([name, use]) => {
  const value = gfpNames.get(name) ?? 0
  return { name, value, flags: namesOf(value), use }
})

/** The names of the bits of a mask, lowest first; bits without a name are left out. */
export function namesOf(mask: GfpFlags): string[] {
  return gfpFlags.filter(({ value }) => (mask & value) !== 0).map(({ name }) => name)
}

/** The bits of a mask that have no name. */
export function namelessBits(mask: GfpFlags): number {
  const known = gfpFlags.reduce((sum, { value }) => sum | value, 0)
  return (mask & ~known) >>> 0
}

/** The bits over which a cache that must grow stops the kernel. Linux: mm/slab.c cache_grow(). */
export function forbiddenInSlab(mask: GfpFlags): number {
  return (mask & ~(gfp.SLAB_DMA | gfp.SLAB_LEVEL_MASK | gfp.SLAB_NO_GROW)) >>> 0
}
