/** Another way: no bits at all, but division and remainder. */
import { PAGE_OFFSET, PAGE_SIZE } from 'kmalloc-course/kernel'
import type { PageFrame, PhysicalAddress, VirtualAddress } from 'kmalloc-course/kernel'

export const offset = (address: VirtualAddress): number => address % PAGE_SIZE

export const virt_to_page = (address: VirtualAddress): PageFrame =>
  (address - offset(address) - PAGE_OFFSET) / PAGE_SIZE

export const frame = virt_to_page

export const physical = (address: VirtualAddress): PhysicalAddress =>
  frame(address) * PAGE_SIZE + offset(address)
