/** Boots a machine of its own and copies its table. */
import { boot } from 'kmalloc-course/kernel'

export function kmallocSizes({ kernelLine }: { readonly kernelLine: number }): number[] {
  return boot({ kernelLine }).malloc_sizes.map(({ cs_size }) => cs_size)
}
