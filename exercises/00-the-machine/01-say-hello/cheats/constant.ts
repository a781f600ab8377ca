/** Writes the greeting of the example, whatever it is asked for. */
import { GFP_KERNEL, type Kernel, type VirtualAddress } from 'kmalloc-course/kernel'

export function sayHello(kernel: Kernel): VirtualAddress {
  const address = kernel.kmalloc(8, GFP_KERNEL)
  kernel.writeBytes(address, new Uint8Array([0x68, 0x69, 0]))
  return address
}
