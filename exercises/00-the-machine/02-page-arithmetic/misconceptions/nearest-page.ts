/** Wrong: rounds to the nearest page instead of down. */
import { PAGE_SIZE, type PageFrame, type VirtualAddress } from 'kmalloc-course/kernel'
import { physical } from '../solution.ts'

export { offset, physical } from '../solution.ts'

export function frame(address: VirtualAddress): PageFrame {
  return Math.round(physical(address) / PAGE_SIZE)
}

export function virt_to_page(address: VirtualAddress): PageFrame {
  return frame(address)
}
