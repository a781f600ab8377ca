/** The books of a machine: what its texts and lists say must add up to what the program holds. */
import {
  arraysOf,
  NULL,
  sharedArrayOf,
  type Kernel,
  type kmem_cache,
  type VirtualAddress,
} from '#kernel/index.ts'
import type { Block, Held, OwnCache, OwnPool } from './held.ts'

interface Books {
  readonly kernel: Kernel
  readonly objects: readonly Held[]
  readonly blocks: readonly Block[]
  readonly caches: readonly OwnCache[]
  readonly pools: readonly OwnPool[]
  readonly lostPages: number
}

/** The bit of a page that belongs to a slab. */
const PG_slab = 1 << 7

/** A sentence for everything that does not add up. */
export function accountProblems(books: Books): string[] {
  const rows = rowsOf(books.kernel.slabinfo())
  const ofPages = pageProblems(books, rows)
  return [...objectProblems(books, rows), ...ofPages, ...hookProblems(books, rows)]
}

/** Returns everything to the page allocator that nobody uses, so that machines can be compared. */
export function shrinkAll(kernel: Kernel): void {
  // Slabs hold objects of other caches: the second round takes what the first has set free.
  for (const cache of [...kernel.caches(), ...kernel.caches()]) kernel.kmem_cache_shrink(cache)
}

/** Pages of the page cache, and of processes. */
export function reclaimablePages({ machine }: Kernel): number {
  return machine.zones.reduce((sum, zone) => sum + zone.nr_active + zone.nr_inactive, 0)
}

/** A row of slabinfo, as far as it is needed. */
interface Row {
  readonly active_objs: number
  readonly num_objs: number
  readonly pagesperslab: number
  readonly num_slabs: number
}

type Rows = ReadonlyMap<string, Row>

/** The rows of slabinfo, by name. */
function rowsOf(text: string): Rows {
  const rows = new Map<string, Row>()
  for (const line of text.trimEnd().split('\n').slice(2)) {
    const [name = '', ...fields] = line.split(/ +/)
    const [active_objs = 0, num_objs = 0, , , pagesperslab = 0] = fields.map(Number)
    rows.set(name, { active_objs, num_objs, pagesperslab, num_slabs: Number(fields[13]) })
  }
  return rows
}

/** The active objects of each cache are those in use, by the program or by the allocator itself, and those in arrays. */
function objectProblems({ kernel, objects, caches, pools }: Books, rows: Rows): string[] {
  const active = new Map<kmem_cache, number>()
  const add = (cache: kmem_cache | undefined, count: number): void => {
    if (cache !== undefined) active.set(cache, (active.get(cache) ?? 0) + count)
  }
  const all = kernel.caches()
  for (const { address } of objects) add(cacheAt(kernel, address), 1)
  for (const { cache, held } of caches) add(cache, held.length)
  for (const { pool, cache, held } of pools) {
    add(cache, held.length + pool.curr_nr)
    add(cacheAt(kernel, pool.address), 1)
    add(cacheAt(kernel, pool.elements), 1)
  }
  for (const cache of all) {
    add(cacheAt(kernel, cache.address), 1)
    for (const array of [...arraysOf(kernel, cache), sharedArrayOf(kernel, cache)]) {
      if (array === null) continue
      add(cacheAt(kernel, array.address), 1)
      add(cache, array.avail)
    }
    if (cache.slabp_cache !== null) add(cache.slabp_cache, rows.get(cache.name)?.num_slabs ?? 0)
  }
  return all.flatMap((cache) => {
    const told = rows.get(cache.name)?.active_objs
    const known = active.get(cache) ?? 0
    // Descriptors of slabs that wait for the end of a grace period are nobody's.
    const waiting = kernel.machine.rcu.heads.length
    if (told !== undefined && told >= known && told <= known + waiting) return []
    return [`slabinfo: ${cache.name} has ${told} active objects, but ${known} are known`]
  })
}

/** The cache that the page of an address belongs to. */
function cacheAt({ machine }: Kernel, address: VirtualAddress): kmem_cache | undefined {
  if (address === NULL) return undefined
  const frame = (address - 0xc0000000) >>> 12
  return machine.caches.get(machine.pages.lru_next[frame] ?? 0)
}

/** Free blocks, per-CPU lists, slabs and what the program holds are all the pages there are. */
function pageProblems({ kernel, blocks, lostPages }: Books, rows: Rows): string[] {
  const { zones, totalram_pages } = kernel.machine
  const lines = kernel.buddyinfo().trimEnd().split('\n')
  const inBlocks = lines.map((line) =>
    line
      .trim()
      .split(/ +/)
      .slice(4)
      .reduce((sum, count, order) => sum + Number(count) * 2 ** order, 0),
  )
  const free = zones.filter((zone) => zone.present_pages > 0).map((zone) => zone.free_pages)
  if (String(inBlocks) !== String(free)) {
    return [`buddyinfo: blocks of ${String(inBlocks)} pages, but ${String(free)} are free`]
  }
  const parked = zones
    .flatMap(({ pageset }) => pageset.flat())
    .reduce((sum, { count }) => sum + count, 0)
  const held = blocks.reduce((sum, { order }) => sum + 2 ** order, 0)
  const slabs = kernel.machine.pages.flags.filter((flags) => (flags & PG_slab) !== 0).length
  const cached = reclaimablePages(kernel)
  const others = parked + slabs + held + cached + lostPages
  const known = free.reduce((sum, pages) => sum + pages, others)
  const inSlabinfo = [...rows.values()].reduce(
    (sum, row) => sum + row.num_slabs * row.pagesperslab,
    0,
  )
  const isWhole = kernel.machine.rcu.heads.length > 0 || slabs === inSlabinfo
  return [
    ...(known === totalram_pages
      ? []
      : [`${totalram_pages} pages of RAM, but ${known} are known of`]),
    ...(isWhole ? [] : [`slabs have ${slabs} pages, but in slabinfo they have ${inSlabinfo}`]),
  ]
}

/** As many objects are constructed as there are in slabs. */
function hookProblems({ caches }: Books, rows: Rows): string[] {
  return caches.flatMap(({ cache: { name }, hooks, made }) => {
    const objects = rows.get(name)?.num_objs
    if (!hooks || made === objects) return []
    return [`${name}: ${made} objects are constructed, not ${objects}`]
  })
}
