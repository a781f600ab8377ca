/** Wrong: takes the place of the struct page in mem_map, in bytes, for its index. */
import type { PageFrame, VirtualAddress } from 'kmalloc-course/kernel'
import { frame } from '../solution.ts'

export { frame, offset, physical } from '../solution.ts'

const sizeofPage = 32

export function virt_to_page(address: VirtualAddress): PageFrame {
  return frame(address) * sizeofPage
}
