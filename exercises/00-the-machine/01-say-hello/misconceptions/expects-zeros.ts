/** Wrong: trusts kmalloc to hand out zeros, so that the NUL is there already. */
import { GFP_KERNEL, NULL, type Kernel, type VirtualAddress } from 'kmalloc-course/kernel'

export function sayHello(kernel: Kernel, text: string, size: number): VirtualAddress {
  const address = kernel.kmalloc(size, GFP_KERNEL)
  if (address === NULL) return NULL
  const length = Math.min(text.length, size - 1)
  for (let index = 0; index < length; index++) {
    kernel.write8(address + index, text.charCodeAt(index))
  }
  return address
}
