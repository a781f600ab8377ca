/** Another way: a stack of what is to be undone, which grows with every step and is played back when one fails. */
import { GFP_KERNEL, NULL, type Kernel } from 'kmalloc-course/kernel'

interface Card {
  registers: number
  ring: number
  buffers: number[]
}

export function open(kernel: Kernel, count: number): Card | null {
  const undo: (() => void)[] = []
  let failed = false
  const step = (take: () => number, give: (address: number) => void): number => {
    const address = failed ? NULL : take()
    if (address === NULL) failed = true
    else undo.push(() => give(address))
    return address
  }
  const object = (size: number) =>
    step(
      () => kernel.kmalloc(size, GFP_KERNEL),
      (address) => kernel.kfree(address),
    )
  const registers = object(5000)
  const ring = step(
    () => kernel.__get_free_pages(GFP_KERNEL, 1),
    (address) => kernel.free_pages(address, 1),
  )
  const buffers = Array.from({ length: count }, () => object(4000))
  if (!failed) return { registers, ring, buffers }
  for (const back of undo.reverse()) back()
  return null
}

export function close(kernel: Kernel, card: Card | null): void {
  kernel.free_pages(card?.ring ?? NULL, 1)
  for (const address of [card?.registers ?? NULL, ...(card?.buffers ?? [])]) kernel.kfree(address)
}
