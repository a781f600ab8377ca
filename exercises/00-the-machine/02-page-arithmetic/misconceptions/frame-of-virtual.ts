/** Wrong: takes the frame number from the virtual address. */
import { PAGE_OFFSET, PAGE_SHIFT, PAGE_SIZE } from 'kmalloc-course/kernel'
import type { PageFrame, PhysicalAddress, VirtualAddress } from 'kmalloc-course/kernel'

export function physical(address: VirtualAddress): PhysicalAddress {
  return address - PAGE_OFFSET
}

export function frame(address: VirtualAddress): PageFrame {
  return address >>> PAGE_SHIFT
}

export function offset(address: VirtualAddress): number {
  return address & (PAGE_SIZE - 1)
}

export function virt_to_page(address: VirtualAddress): PageFrame {
  return frame(address)
}
