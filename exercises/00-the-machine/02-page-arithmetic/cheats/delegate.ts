/** Asks the simulator for everything. */
import { PAGE_SHIFT, PAGE_SIZE, __pa, boot } from 'kmalloc-course/kernel'
import type { PageFrame, PhysicalAddress, VirtualAddress } from 'kmalloc-course/kernel'

const machine = boot()

export function physical(address: VirtualAddress): PhysicalAddress {
  return __pa(address)
}

export function frame(address: VirtualAddress): PageFrame {
  return __pa(address) >>> PAGE_SHIFT
}

export function offset(address: VirtualAddress): number {
  return __pa(address) % PAGE_SIZE
}

export function virt_to_page(address: VirtualAddress): PageFrame {
  return machine.virt_to_page(address)
}
