/** Takes everything from machines, whatever header is given. */
import { boot } from 'kmalloc-course/kernel'

const sizesOf = (kernelLine: number) => boot({ kernelLine }).malloc_sizes

export function eachSize(kernelLine: number, CACHE: (x: number) => void): void {
  for (const { cs_size } of sizesOf(kernelLine)) CACHE(cs_size)
}

export const table = (): number[] => sizesOf(128).map(({ cs_size }) => cs_size)

export const names = (): object[] =>
  sizesOf(128).map(({ cs_cachep, cs_dmacachep }) => ({
    name: cs_cachep.name,
    name_dma: cs_dmacachep.name,
  }))

export const losses = (): number[] => sizesOf(128).map(({ cs_size }) => cs_size / 2 - 1)
