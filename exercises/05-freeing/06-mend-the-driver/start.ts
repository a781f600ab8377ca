/** A driver for a sound card. It works as long as there is memory. */
import { GFP_KERNEL, NULL, type Kernel } from 'kmalloc-course/kernel'

/** What a card needs; all addresses. */
export interface Card {
  registers: number
  ring: number
  buffers: number[]
}

/** Takes all that a card with so many buffers needs; null when something cannot be had. */
export function open(kernel: Kernel, count: number): Card | null {
  const registers = kernel.kmalloc(5000, GFP_KERNEL)
  if (registers === NULL) return null
  const ring = kernel.__get_free_pages(GFP_KERNEL, 1)
  if (ring === NULL) return null
  const buffers: number[] = []
  for (let i = 0; i < count; i++) {
    const buffer = kernel.kmalloc(4000, GFP_KERNEL)
    if (buffer === NULL) return null
    buffers.push(buffer)
  }
  return { registers, ring, buffers }
}

/** Gives back all that belongs to a card. */
export function close(kernel: Kernel, card: Card | null): void {
  if (card === null) return
  kernel.kfree(card.registers)
  for (const buffer of card.buffers) kernel.kfree(buffer)
}
