/** Say hello through an object: write a text and its NUL into memory that kmalloc gave you. */
import { GFP_KERNEL, type Kernel, type VirtualAddress } from 'kmalloc-course/kernel'

/**
 * Asks kmalloc for `size` bytes and writes `text` (ASCII) with a NUL into them, cut to fit.
 * Returns the address of the object, or NULL if kmalloc gives none.
 */
export function sayHello(kernel: Kernel, text: string, size: number): VirtualAddress {
  const address = kernel.kmalloc(size, GFP_KERNEL)
  // Your turn. One byte is written already, the first character; it is not enough.
  kernel.write8(address, text.charCodeAt(0))
  return address
}
