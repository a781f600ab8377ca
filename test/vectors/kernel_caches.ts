/**
 * `general_caches` and `all_caches` of the kernel files: the caches of a machine that has just booted. They are made once
 * more: the general ones by our boot, the others in the same order. How many objects they have is not the allocators'
 * matter, but what follows from it is: the colour of the next slab from the number of slabs, and so on.
 */
import * as v from 'valibot'
import type { kmem_cache, Kernel } from '#kernel/index.ts'
import { CFLGS_OFF_SLAB, SLAB_CACHE_DMA, SLAB_HWCACHE_ALIGN } from '#kernel/index.ts'
import { Input, type Actual } from './compare.ts'
import { Frames } from './frames.ts'
import { countersOf, describeCache } from './kernel_descriptor.ts'
import type { MeasuredMachine } from './kernel_machine.ts'
import { NotCompared } from './not_compared.ts'

const row = v.looseObject({
  tag: v.string(),
  name: v.string(),
  objsize: v.number(),
  num: v.number(),
  colour_off: v.number(),
  flags: v.string(),
  avail: v.number(),
  full: v.number(),
  partial: v.number(),
  free: v.number(),
  free_objects: v.number(),
  addr: v.string(),
})
type Row = v.InferOutput<typeof row>

/** The last cache that is made before other processors come up: those that follow have a higher limit of free objects. */
const LAST_BEFORE_OTHERS = 'proc_inode_cache'
/** The smallest raw size whose slabs may have their descriptor outside. */
const LARGE = 512

/** The machine of a file with all of its caches, which are listed newest first. */
export function withCaches(measured: MeasuredMachine, all: unknown): Kernel {
  const rows = v.parse(v.array(row), all).toReversed()
  const last = rows.findIndex(({ name }) => name === LAST_BEFORE_OTHERS)
  const kernel = measured.bootedWith((early) => createAll(early, rows.slice(0, last + 1)))
  createAll(kernel, rows.slice(last + 1))
  return kernel
}

function createAll(kernel: Kernel, rows: readonly Row[]): void {
  for (const { name, objsize, num, colour_off, flags } of rows) {
    if (cacheNamed(kernel, name) !== undefined) continue
    const { cpuLine } = kernel.configuration
    const size = isAmbiguous(objsize, flags) && num !== PAGE_SLAB_OF_LARGE ? LARGE - 4 : objsize
    const align = colour_off > cpuLine ? colour_off : 0
    kernel.kmem_cache_create(name, size, align, Number(flags) & ~CFLGS_OFF_SLAB)
  }
}

/** Objects of 512 bytes in a page whose descriptor is kept outside. */
const PAGE_SLAB_OF_LARGE = 8

/**
 * A file tells only the rounded size of objects. All raw sizes that round to it give the same geometry, but for 512: a
 * cache line more or less decides whether the descriptors of its slabs are kept outside.
 */
function isAmbiguous(objsize: number, flags: string): boolean {
  return objsize === LARGE && (Number(flags) & SLAB_HWCACHE_ALIGN) !== 0
}

function cacheNamed(kernel: Kernel, name: string): kmem_cache | undefined {
  return kernel.caches().find((cache) => cache.name === name)
}

/** Rows of `general_caches` or `all_caches` for these caches. */
export function describeCaches(
  kernel: Kernel,
  caches: readonly kmem_cache[],
  told: unknown,
): Actual {
  const rows = v.parse(v.array(row), told)
  const frames = new Frames(kernel, () => cacheNamed(kernel, 'kmem_cache') ?? null)
  return caches.map((cache, i) => {
    const given = rows[i]
    return given === undefined ? null : describeRow(kernel, cache, given, frames)
  })
}

function describeRow(kernel: Kernel, cache: kmem_cache, given: Row, frames: Frames): Actual {
  const geometry = describeCache(kernel, cache)
  const own = given.name === 'kmem_cache'
  const ambiguous = given.tag === 'chain' && isAmbiguous(given.objsize, given.flags)
  return {
    ...geometry,
    tag: new Input(given.tag),
    num: ambiguous ? new Input(given.num) : cache.num,
    ...(knownObjects(cache)
      ? { ...countersOf(kernel, cache), colour_next: cache.colour_next }
      : objectsOf(cache, given)),
    addr: own ? new NotCompared(given.addr, 'place') : frames.translate(cache.address, given.addr),
  }
}

/** The cache of descriptors, whose objects are all these caches, and those for DMA, which nobody uses while booting. */
function knownObjects(cache: kmem_cache): boolean {
  return cache.name === 'kmem_cache' || (cache.flags & SLAB_CACHE_DMA) !== 0
}

/**
 * Where no slab is there is nothing; where none is partly used, the free objects are those of free slabs. No cache has
 * given a slab back so far, so each slab took the next colour.
 */
function objectsOf(cache: kmem_cache, given: Row): { [key: string]: Actual } {
  const { avail, full, partial, free, free_objects } = given
  const slabs = full + partial + free
  return {
    colour_next: cache.colour === 0 ? 0 : slabs % cache.colour,
    avail: slabs === 0 ? 0 : new NotCompared(avail, 'users'),
    full: new NotCompared(full, 'users'),
    partial: new NotCompared(partial, 'users'),
    free: new NotCompared(free, 'users'),
    free_objects: partial === 0 ? free * cache.num : new NotCompared(free_objects, 'users'),
  }
}
