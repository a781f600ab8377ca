/** Another way: builds all bytes first, NUL included, and writes them in one go. */
import { GFP_KERNEL, NULL, type Kernel, type VirtualAddress } from 'kmalloc-course/kernel'

export function sayHello(kernel: Kernel, text: string, size: number): VirtualAddress {
  const object = kernel.kmalloc(size, GFP_KERNEL)
  if (object !== NULL) {
    const bytes = new TextEncoder().encode(text.slice(0, size - 1) + '\0')
    kernel.writeBytes(object, bytes)
  }
  return object
}
