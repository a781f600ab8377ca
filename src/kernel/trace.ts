/**
 * Looking on while the machine works. A hook is called with numbers only, and the call site asks first whether
 * there is one, so that a machine without a hook pays nothing.
 */
import type { GfpFlags, PageFrame, PhysicalAddress } from './layout.ts'

export interface TraceHook {
  /** A cache got pages for a slab. `cache` is the physical address of its descriptor. */
  slabPagesAllocated?(
    cache: PhysicalAddress,
    frame: PageFrame,
    order: number,
    gfp: GfpFlags,
    colourOffset: number,
  ): void
  /** The slab in these pages is complete and counted. */
  slabCreated?(cache: PhysicalAddress, frame: PageFrame, slabNumber: number): void
  /** A slab is taken apart: its pages go back now. */
  slabDestroyed?(cache: PhysicalAddress, frame: PageFrame, slabNumber: number): void
  /** The pages of a slab go back because there was no memory for its management. */
  slabAbandoned?(cache: PhysicalAddress, frame: PageFrame): void
  /** kswapd was woken for a zone. Nothing in this machine can be reclaimed, so waking it changes nothing. */
  kswapdWoken?(zone: number): void
  /** The page allocator gave up: the message in the kernel's log. */
  allocationFailed?(order: number, gfp: GfpFlags): void
}
