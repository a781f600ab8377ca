/** Wrong: gives back one page of two. */
import { GFP_KERNEL, NULL, type Kernel } from 'kmalloc-course/kernel'

export interface Card {
  registers: number
  ring: number
  buffers: number[]
}

export function open(kernel: Kernel, count: number): Card | null {
  const card: Card = { registers: kernel.kmalloc(5000, GFP_KERNEL), ring: NULL, buffers: [] }
  if (card.registers !== NULL) card.ring = kernel.__get_free_pages(GFP_KERNEL, 1)
  if (card.ring !== NULL) {
    while (card.buffers.length < count) {
      const buffer = kernel.kmalloc(4000, GFP_KERNEL)
      if (buffer === NULL) break
      card.buffers.push(buffer)
    }
    if (card.buffers.length === count) return card
  }
  close(kernel, card)
  return null
}

export function close(kernel: Kernel, card: Card | null): void {
  if (card === null) return
  for (const buffer of card.buffers) kernel.kfree(buffer)
  kernel.free_pages(card.ring, 0)
  kernel.kfree(card.registers)
}
