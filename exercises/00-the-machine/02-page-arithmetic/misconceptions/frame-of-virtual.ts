/** Wrong: takes the frame number from the virtual address. */
import { PAGE_SHIFT, type PageFrame, type VirtualAddress } from 'kmalloc-course/kernel'

export { offset, physical } from '../solution.ts'

export function frame(address: VirtualAddress): PageFrame {
  return address >>> PAGE_SHIFT
}

export function virt_to_page(address: VirtualAddress): PageFrame {
  return frame(address)
}
