/** Wrong: takes the place of the struct page in mem_map, in bytes, for its index. */
import { PAGE_OFFSET, PAGE_SHIFT, PAGE_SIZE } from 'kmalloc-course/kernel'
import type { PageFrame, PhysicalAddress, VirtualAddress } from 'kmalloc-course/kernel'

const sizeofPage = 32

export function physical(address: VirtualAddress): PhysicalAddress {
  return address - PAGE_OFFSET
}

export function frame(address: VirtualAddress): PageFrame {
  return physical(address) >>> PAGE_SHIFT
}

export function offset(address: VirtualAddress): number {
  return address & (PAGE_SIZE - 1)
}

export function virt_to_page(address: VirtualAddress): PageFrame {
  return frame(address) * sizeofPage
}
