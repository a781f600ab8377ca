/** From a kernel address to the struct page of its frame. */
import type { PageFrame, PhysicalAddress, VirtualAddress } from 'kmalloc-course/kernel'

// Your turn, four times. You may import PAGE_OFFSET, PAGE_SHIFT and PAGE_SIZE from 'kmalloc-course/kernel'.

/** The place in memory that a kernel address stands for, in bytes from 0. */
export function physical(address: VirtualAddress): PhysicalAddress {
  return 0
}

/** The number of the page frame in which the byte lies. */
export function frame(address: VirtualAddress): PageFrame {
  return 0
}

/** How many bytes into its page the byte lies: 0 to PAGE_SIZE - 1. */
export function offset(address: VirtualAddress): number {
  return 0
}

/** The struct page of the byte's frame; in this course the frame number stands for it. */
export function virt_to_page(address: VirtualAddress): PageFrame {
  return 0
}
