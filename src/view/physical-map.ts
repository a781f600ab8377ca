/** Physical memory from its first byte to its last: zones, what the kernel took at boot, and what is left. */
import { type Kernel, PAGE_SIZE, type PageFrame } from '#kernel/index.ts'
import { frameRuns, type FrameUse } from './frame-runs.ts'

export interface PhysicalRange {
  /** Physical address of the first byte. */
  readonly start: number
  readonly bytes: number
  readonly what: string
  /** True when the page allocator has it to give away. */
  readonly free: boolean
}

export interface PhysicalMapView {
  readonly kind: 'physical map'
  readonly bytes: number
  readonly zones: readonly {
    readonly name: string
    readonly start: number
    readonly bytes: number
    /** Pages free now, those in the lists of the CPU not counted. */
    readonly freePages: number
    readonly ranges: readonly PhysicalRange[]
  }[]
}

/** What a frame is used for: a name for the picture. */
type Use = string

const free: Use = 'free'
/** A stretch shorter than this joins its neighbours, so that the picture stays one. */
const shortestPages = 16

/** All zones, or the one of this name. */
export function viewPhysicalMap(kernel: Kernel, only?: string): PhysicalMapView {
  const { machine } = kernel
  const shown = machine.zones.filter(({ name }) => only === undefined || name === only)
  if (shown.length === 0) throw new RangeError(`physicalMap: this machine has no zone ${only}.`)
  const zones = shown.map((zone) => {
    const start = zone.zone_start_pfn
    return {
      name: zone.name,
      start: start * PAGE_SIZE,
      bytes: zone.spanned_pages * PAGE_SIZE,
      freePages: zone.free_pages,
      ranges: rangesOf(kernel, start, zone.spanned_pages),
    }
  })
  return { kind: 'physical map', bytes: machine.num_physpages * PAGE_SIZE, zones }
}

interface Stretch {
  use: Use
  pages: number
}

/** What reserved frames are used for: they are told apart by where they are. */
function reservedUses(kernel: Kernel): (frame: PageFrame) => Use {
  const { kernel: image, mem_map } = kernel.bootMap
  const known = [
    { use: 'page 0, never used', start: 0, end: PAGE_SIZE },
    { use: 'hole: video memory, BIOS', start: 0xa0000, end: 0x100000 },
    { use: 'the kernel itself', start: image.start, end: image.end },
    { use: 'mem_map', start: mem_map.start, end: mem_map.end },
  ]
  return (frame) => {
    const address = frame * PAGE_SIZE
    const place = known.find(({ start, end }) => address >= start && address < end)
    return place?.use ?? 'taken at boot'
  }
}

const uses: Readonly<Record<Exclude<FrameUse, 'reserved'>, Use>> = {
  free,
  hot: free,
  cold: free,
  slab: 'slabs',
  reclaimable: 'page cache, processes',
  'in use': 'in use',
  'in hand': 'in use',
}

/** Stretches of one use. Slabs and free pages that alternate every few pages become one stretch. */
function rangesOf(kernel: Kernel, firstFrame: PageFrame, pages: number): PhysicalRange[] {
  const reservedUse = reservedUses(kernel)
  const stretches: Stretch[] = []
  const add = (use: Use, count: number) => {
    const last = stretches.at(-1)
    if (last?.use === use) last.pages += count
    else stretches.push({ use, pages: count })
  }
  for (const { frame, pages: count, use } of frameRuns(kernel, firstFrame, firstFrame + pages)) {
    if (use !== 'reserved') add(uses[use], count)
    else for (let at = frame; at < frame + count; at++) add(reservedUse(at), 1)
  }
  let start = firstFrame * PAGE_SIZE
  return merged(stretches).map(({ use, pages: count }) => {
    const range = { start, bytes: count * PAGE_SIZE, what: use, free: use === free }
    start += range.bytes
    return range
  })
}

function merged(stretches: readonly Stretch[]) {
  const changing = new Set([free, 'slabs', 'in use', 'page cache, processes'])
  const result: { use: Use; pages: number; mixed: Set<Use> }[] = []
  for (const { use, pages } of stretches) {
    const last = result.at(-1)
    const joins = last && changing.has(use) && [...last.mixed].every((other) => changing.has(other))
    if (last && joins && (pages < shortestPages || last.pages < shortestPages)) {
      last.mixed.add(use)
      last.pages += pages
      last.use = [...last.mixed].filter((other) => other !== free).join(', ') + ', some free'
    } else {
      result.push({ use, pages, mixed: new Set([use]) })
    }
  }
  return result
}
