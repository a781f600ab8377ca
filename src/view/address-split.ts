/** A virtual address of the direct map, taken apart into physical address, page frame and offset. */
import {
  type Kernel,
  PAGE_OFFSET,
  PAGE_SIZE,
  type VirtualAddress,
  __pa,
  slabAt,
} from '#kernel/index.ts'

export interface AddressSplitView {
  readonly kind: 'address split'
  readonly virtual: number
  /** What is subtracted: where the direct map begins. */
  readonly base: number
  readonly physical: number
  readonly frame: number
  readonly offset: number
  /** Name of the zone of the frame; null when the machine has no such frame. */
  readonly zone: string | null
  /** Name of the cache that the page belongs to, or null. */
  readonly cache: string | null
}

/** An address below PAGE_OFFSET is no address of the direct map: a RangeError. */
export function viewAddressSplit(kernel: Kernel, address: VirtualAddress): AddressSplitView {
  const physical = __pa(address)
  if (physical < 0) throw new RangeError('addressSplit: the address lies below PAGE_OFFSET.')
  const offset = physical % PAGE_SIZE
  const frame = (physical - offset) / PAGE_SIZE
  const zone = kernel.machine.zones.find(
    ({ zone_start_pfn, spanned_pages }) =>
      frame >= zone_start_pfn && frame < zone_start_pfn + spanned_pages,
  )
  const cache = zone ? slabAt(kernel, address)?.cache.name : undefined
  return {
    kind: 'address split',
    virtual: address,
    base: PAGE_OFFSET,
    physical,
    frame,
    offset,
    zone: zone?.name ?? null,
    cache: cache ?? null,
  }
}
