/** Every user hands a small function to the header. */
export type Header = (CACHE: (x: number) => void) => void

export function eachSize(kernelLine: number, CACHE: (x: number) => void): void {
  CACHE(32)
  CACHE(64)
  if (kernelLine < 64) CACHE(96)
  CACHE(128)
  if (kernelLine < 128) CACHE(192)
  for (let size = 256; size <= 131072; size *= 2) CACHE(size)
}

export function table(include: Header): number[] {
  const sizes: number[] = []
  include((x) => sizes.push(x))
  return sizes
}

export function names(include: Header): { name: string; name_dma: string }[] {
  const pairs: { name: string; name_dma: string }[] = []
  include((x) => pairs.push({ name: `size-${x}`, name_dma: `size-${x}(DMA)` }))
  return pairs
}

export function losses(include: Header): number[] {
  const lost: number[] = []
  let before = 0
  include((x) => {
    lost.push(x - before - 1)
    before = x
  })
  return lost
}
