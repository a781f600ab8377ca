/** Everything that is known about an address: what stands there, from the zone down to the byte in the object. */
import {
  type Kernel,
  locate,
  type Location,
  PAGE_OFFSET,
  PAGE_SHIFT,
  PAGE_SIZE,
  type PageFrame,
  sizeof,
  slabAt,
  type SlabView,
  type VirtualAddress,
} from '#kernel/index.ts'
import { PG_active, PG_lru, PG_reserved } from '#kernel/page/page_flags.ts'
import { viewCpuArrays } from '#view/cpu-arrays.ts'
import { type DebugObjectView, viewDebugObject } from '#view/debug-object.ts'
import { freeBlockAt } from '#view/frame-runs.ts'
import { type PageCost, pageCost } from '#view/reclaim.ts'
import type { Held, Names } from './names.ts'

/** The place of a free object in an array. */
interface ArrayPlace {
  /** The processor whose array it is; null for the shared one. */
  readonly cpu: number | null
  /** Objects that lie above it, and are taken before. */
  readonly above: number
}

/** What the page of an address is used for. */
export type PageUse =
  | {
      readonly kind: 'object'
      readonly location: Location
      /** Where it lies in which array, when it lies in one. */
      readonly array: ArrayPlace | null
      /** What slab debugging keeps around it; null on a machine without. */
      readonly debug: DebugObjectView | null
    }
  /** In a slab, but in none of its objects. */
  | {
      readonly kind: 'slab'
      readonly cache: string
      readonly slab: SlabView
      readonly part: 'colour' | 'descriptor' | 'bufctl' | 'padding' | 'left over'
    }
  /** In a free block of 2^order pages that begins with the frame `first`. */
  | { readonly kind: 'free block'; readonly first: PageFrame; readonly order: number }
  | { readonly kind: 'per-CPU list'; readonly list: 'hot' | 'cold'; readonly cpu: number }
  | { readonly kind: 'reserved'; readonly use: 'kernel' | 'mem_map' | 'boot' }
  | {
      readonly kind: 'reclaimable'
      readonly list: 'active' | 'inactive'
      readonly cost: PageCost
    }
  | { readonly kind: 'in use' }

export interface Explanation {
  readonly address: VirtualAddress
  /** Null when no memory is there. */
  readonly page: {
    readonly physical: number
    readonly frame: PageFrame
    readonly offset: number
    readonly zone: string
    readonly use: PageUse
  } | null
  /** The name of what was taken here last, and how far behind its beginning the address lies. */
  readonly held: { readonly held: Held; readonly offset: number } | null
}

export function explain(kernel: Kernel, names: Names, address: VirtualAddress): Explanation {
  const physical = address - PAGE_OFFSET
  const frame = Math.floor(physical / PAGE_SIZE)
  const { lowPages, zones, pages } = kernel.machine
  const held = holder(names, address, kernel)
  if (physical < 0 || frame >= lowPages) return { address, page: null, held }
  const zone = zones[pages.zone[frame] ?? 0]?.name ?? ''
  const use = useOf(kernel, address, frame)
  return { address, page: { physical, frame, offset: physical % PAGE_SIZE, zone, use }, held }
}

/** Whose memory it is: by the address itself, else by the object that it points into. */
function holder(names: Names, address: VirtualAddress, kernel: Kernel): Explanation['held'] {
  const direct = names.at(address)
  if (direct) return { held: direct, offset: 0 }
  if (address < PAGE_OFFSET) return null
  const place = locate(kernel, address)
  const held = place && names.at(address - place.offset)
  return held ? { held, offset: place.offset } : null
}

function useOf(kernel: Kernel, address: VirtualAddress, frame: PageFrame): PageUse {
  const location = locate(kernel, address)
  if (location) return objectUse(kernel, location, address)
  const found = slabAt(kernel, address)
  if (found) {
    const part = partOf(found.slab, found.cache.num, address)
    return { kind: 'slab', cache: found.cache.name, slab: found.slab, part }
  }
  const flags = kernel.machine.pages.flags[frame] ?? 0
  if (flags & PG_reserved) return { kind: 'reserved', use: reservedUse(kernel, frame) }
  const block = freeBlockAt(kernel.machine, frame)
  if (block) return { kind: 'free block', first: block.frame, order: block.order }
  if (flags & PG_lru) {
    const list = flags & PG_active ? 'active' : 'inactive'
    return { kind: 'reclaimable', list, cost: pageCost(kernel.machine, frame) }
  }
  return parked(kernel, frame) ?? { kind: 'in use' }
}

function objectUse(kernel: Kernel, location: Location, address: VirtualAddress): PageUse {
  const { cache, slab, object } = location
  const { arrays } = viewCpuArrays(kernel, cache)
  const places = arrays.map(({ cpu, entries }): ArrayPlace => {
    const at = entries.findIndex((entry) => entry.slab === slab && entry.object === object)
    return { cpu, above: at < 0 ? -1 : entries.length - 1 - at }
  })
  const array = places.find(({ above }) => above >= 0) ?? null
  const debug = kernel.configuration.slabDebug ? viewDebugObject(kernel, address) : null
  return { kind: 'object', location, array, debug }
}

function partOf(slab: SlabView, num: number, address: VirtualAddress) {
  if (address >= slab.s_mem) return 'left over'
  if (slab.descriptorObject !== null || address < slab.descriptor) return 'colour'
  const links = slab.descriptor + sizeof.slab
  if (address < links) return 'descriptor'
  return address < links + num * sizeof.kmem_bufctl_t ? 'bufctl' : 'padding'
}

function reservedUse({ bootMap }: Kernel, frame: PageFrame): 'kernel' | 'mem_map' | 'boot' {
  const at = frame << PAGE_SHIFT
  if (at >= bootMap.kernel.start && at < bootMap.kernel.end) return 'kernel'
  return at >= bootMap.mem_map.start && at < bootMap.mem_map.end ? 'mem_map' : 'boot'
}

function parked({ machine }: Kernel, frame: PageFrame): PageUse | null {
  const zone = machine.zones[machine.pages.zone[frame] ?? 0]
  for (const [cpu, lists] of (zone?.pageset ?? []).entries()) {
    const index = lists.findIndex(({ head }) => machine.pages.list(head).includes(frame))
    if (index >= 0) return { kind: 'per-CPU list', list: index === 0 ? 'hot' : 'cold', cpu }
  }
  return null
}
