/** Lets a machine of its own do the work and returns an address of that one. */
import { GFP_KERNEL, boot, type Kernel, type VirtualAddress } from 'kmalloc-course/kernel'

export function sayHello(_kernel: Kernel, text: string, size: number): VirtualAddress {
  const other = boot()
  const address = other.kcalloc(1, size, GFP_KERNEL)
  other.writeBytes(address, new TextEncoder().encode(text))
  return address
}
