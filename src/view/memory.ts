/** A piece of the machine's memory, with what is known about the slab it lies in. */
import {
  type Kernel,
  PAGE_SIZE,
  type SlabView,
  type VirtualAddress,
  type kmem_cache,
  sizeof,
  slabAt,
} from '#kernel/index.ts'
import { objectsInArrays } from './cpu-arrays.ts'

interface MemoryMark {
  /** Bytes from the beginning of the piece. */
  readonly offset: number
  readonly label: string
}

export interface MemoryView {
  readonly kind: 'memory'
  readonly address: number
  readonly bytes: readonly number[]
  /** Where something begins, from low to high; the first may have begun before the piece. */
  readonly marks: readonly MemoryMark[]
}

/** More than this is no picture any more. */
const most = 4096

/** `address` must be of the direct map, as for `kernel.readBytes`. */
export function viewMemory(kernel: Kernel, address: VirtualAddress, length: number): MemoryView {
  const shown = Math.max(0, Math.min(length, most))
  const bytes = Array.from(kernel.readBytes(address, shown))
  return { kind: 'memory', address, bytes, marks: marksOf(kernel, address, shown) }
}

interface Thing {
  readonly start: number
  readonly end: number
  readonly label: string
}

function marksOf(kernel: Kernel, address: VirtualAddress, length: number): MemoryMark[] {
  const end = address + length
  const things = new Map<number, Thing>()
  for (let page = address - (address % PAGE_SIZE); page < end; page += PAGE_SIZE) {
    const found = slabAt(kernel, page)
    if (!found) continue
    for (const thing of thingsIn(kernel, found.cache, found.slab)) things.set(thing.start, thing)
  }
  return [...things.values()]
    .filter((thing) => thing.end > address && thing.start < end)
    .map((thing) => {
      const before = address - thing.start
      const label = before > 0 ? `${thing.label}, from its byte ${before}` : thing.label
      return { offset: Math.max(0, -before), label }
    })
}

/** What a slab consists of, from its first byte on. */
function thingsIn(kernel: Kernel, cache: kmem_cache, slab: SlabView): Thing[] {
  const inArray = objectsInArrays(kernel, cache)
  const inSlab = new Set(slab.free)
  const objects = Array.from({ length: cache.num }, (_, index): Thing => {
    const start = slab.s_mem + index * cache.objsize
    const state = inSlab.has(index) ? 'free' : inArray.has(start) ? 'in the array' : 'in use'
    return {
      start,
      end: start + cache.objsize,
      label: `object ${index} of ${cache.name}, ${state}`,
    }
  })
  if (slab.descriptorObject) return objects
  const links = slab.descriptor + sizeof.slab
  const label = `struct slab: slab ${slab.number} of ${cache.name}`
  return [
    { start: slab.descriptor, end: links, label },
    {
      start: links,
      end: links + cache.num * sizeof.kmem_bufctl_t,
      label: 'bufctl: the next free object',
    },
    ...objects,
  ]
}
