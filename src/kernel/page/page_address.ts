/**
 * Pages by their address. Only those below 896 MB have one for good; a page of high memory has none until it is mapped.
 * Linux: mm/page_alloc.c, mm/highmem.c.
 */
import { __GFP_HIGHMEM, __GFP_ZERO } from '../gfp.ts'
import {
  NO_PAGE,
  NULL,
  PAGE_SHIFT,
  toVirtual,
  type GfpFlags,
  type PageFrame,
  type VirtualAddress,
} from '../layout.ts'
import type { Machine } from '../machine.ts'
import { BUG_ON } from '../panic.ts'
import { watched } from '../trace/trace.ts'
import { alloc_pages } from './page_alloc.ts'

/** The address at which the kernel sees a frame; NULL for one of high memory. Linux: mm/highmem.c page_address(). */
export function page_address(machine: Machine, frame: PageFrame): VirtualAddress {
  return frame < machine.lowPages ? toVirtual(frame << PAGE_SHIFT) : NULL
}

/**
 * Takes 2^order pages and returns their address. NULL when there are none; but also when it got pages of high memory,
 * and those are lost then. Linux: mm/page_alloc.c __get_free_pages().
 */
export function __get_free_pages(machine: Machine, flags: GfpFlags, order: number): VirtualAddress {
  return watched(machine, '__get_free_pages', [flags, order], () =>
    addressOf(machine, alloc_pages(machine, flags, order)),
  )
}

/** Linux: mm/page_alloc.c get_zeroed_page(). A mask with HIGHMEM stops the kernel: such a page might have no address. */
export function get_zeroed_page(machine: Machine, flags: GfpFlags): VirtualAddress {
  return watched(machine, 'get_zeroed_page', [flags], () => {
    BUG_ON(
      (flags & __GFP_HIGHMEM) !== 0,
      'get_zeroed_page: a page of high memory has no address to return',
    )
    return addressOf(machine, alloc_pages(machine, flags | __GFP_ZERO, 0))
  })
}

function addressOf(machine: Machine, frame: PageFrame): VirtualAddress {
  if (frame === NO_PAGE) return NULL
  const address = page_address(machine, frame)
  if (address === NULL) machine.trace?.event('page-without-address', frame, machine.lowPages)
  return address
}
