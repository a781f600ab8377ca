/** Wrong: never looks whether kmalloc gave anything. */
import { GFP_KERNEL, type Kernel, type VirtualAddress } from 'kmalloc-course/kernel'

export function sayHello(kernel: Kernel, text: string, size: number): VirtualAddress {
  const address = kernel.kmalloc(size, GFP_KERNEL)
  const length = Math.min(text.length, size - 1)
  for (let index = 0; index < length; index++) {
    kernel.write8(address + index, text.charCodeAt(index))
  }
  kernel.write8(address + length, 0)
  return address
}
