/** From a kernel address to the struct page of its frame. */
import { PAGE_OFFSET } from 'kmalloc-course/kernel'
import type { PageFrame, PhysicalAddress, VirtualAddress } from 'kmalloc-course/kernel'

// Your turn, four times. PAGE_SHIFT and PAGE_SIZE may be imported too.

/** The place in memory that a kernel address stands for, in bytes from 0. */
export function physical(address: VirtualAddress): PhysicalAddress {
  return address + PAGE_OFFSET
}

/** The number of the page frame in which the byte lies. */
export function frame(address: VirtualAddress): PageFrame {
  return physical(address)
}

/** How many bytes into its page the byte lies: 0 to PAGE_SIZE - 1. */
export function offset(address: VirtualAddress): number {
  return physical(address)
}

/** The struct page of the byte's frame; in this course the frame number stands for it. */
export function virt_to_page(address: VirtualAddress): PageFrame {
  return offset(address)
}
