/**
 * The kernel's gigabyte of addresses above PAGE_OFFSET: the direct map of low memory, then the area for vmalloc, then,
 * with high memory, a window for kmap, and at the very end pages at fixed addresses. Linux: asm-i386/pgtable.h, fixmap.h.
 */
import { PAGE_OFFSET, PAGE_SHIFT, PAGE_SIZE, type VirtualAddress } from '../layout.ts'
import type { Machine } from '../machine.ts'

/** The hole behind the direct map has this size at least, and vmalloc begins at a multiple of it. */
export const VMALLOC_OFFSET = 0x800000
/** Where the pages at fixed addresses end. */
export const FIXADDR_TOP: VirtualAddress = 0xfffff000
/** Pages of high memory that kmap() can show at a time. */
export const LAST_PKMAP = 1024
export const PKMAP_BASE: VirtualAddress = 0xff800000

/** Pages at fixed addresses that every kernel has: a hole, and the entry for system calls. */
const FIXED_PAGES = 2
/** Kinds of use that kmap_atomic() has a page for on each processor. Linux: asm-i386/kmap_types.h. */
const KM_TYPE_NR = 13
/** What a kernel for several processors has beside it: a local APIC, eight I/O APICs, four pages for ACPI. */
const FIXED_PAGES_OF_SMP = 1 + 8 + 4
/** Pages that stay free behind the area for vmalloc. */
const GUARD_PAGES = 2

/** Where the kernel sees the end of low memory. Linux: arch/i386/mm/init.c mem_init(). */
export function high_memory(machine: Machine): VirtualAddress {
  return PAGE_OFFSET + machine.lowPages * PAGE_SIZE
}

/** The first address of vmalloc: 8 to 16 MB behind the direct map, at a multiple of 8 MB. */
export function VMALLOC_START(machine: Machine): VirtualAddress {
  const end = high_memory(machine) + 2 * VMALLOC_OFFSET - 1
  return end - (end % VMALLOC_OFFSET)
}

/** The end of what vmalloc may use: the window for kmap, or where there is none, the fixed pages. */
export function VMALLOC_END(machine: Machine): VirtualAddress {
  const next = machine.configuration.highmem ? PKMAP_BASE : FIXADDR_START(machine)
  return next - GUARD_PAGES * PAGE_SIZE
}

/**
 * The first page at a fixed address. Differs: kernels can be built with one or the other page more; ours has those of
 * the kernels that were measured.
 */
export function FIXADDR_START({ configuration }: Machine): VirtualAddress {
  const { highmem, nrCpus, smp } = configuration
  const kmaps = highmem ? KM_TYPE_NR * nrCpus : 0
  const pages = FIXED_PAGES + (smp ? FIXED_PAGES_OF_SMP : 0) + kmaps
  return FIXADDR_TOP - (pages << PAGE_SHIFT)
}
