/** Wrong: rounds to the nearest page instead of down. */
import { PAGE_OFFSET, PAGE_SIZE } from 'kmalloc-course/kernel'
import type { PageFrame, PhysicalAddress, VirtualAddress } from 'kmalloc-course/kernel'

export function physical(address: VirtualAddress): PhysicalAddress {
  return address - PAGE_OFFSET
}

export function frame(address: VirtualAddress): PageFrame {
  return Math.round(physical(address) / PAGE_SIZE)
}

export function offset(address: VirtualAddress): number {
  return address % PAGE_SIZE
}

export function virt_to_page(address: VirtualAddress): PageFrame {
  return frame(address)
}
