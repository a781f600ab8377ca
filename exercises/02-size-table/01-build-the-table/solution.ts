/** The sizes one after the other, each with the question that the header asks. */

export interface Build {
  readonly kernelLine: number
  readonly pageSize: number
  readonly mmu: boolean
  readonly largeAllocs: boolean
}

export function kmallocSizes({ kernelLine, pageSize, mmu, largeAllocs }: Build): number[] {
  const sizes: number[] = []
  if (pageSize === 4096) sizes.push(32)
  sizes.push(64)
  if (kernelLine < 64) sizes.push(96)
  sizes.push(128)
  if (kernelLine < 128) sizes.push(192)
  const last = mmu ? 131072 : largeAllocs ? 33554432 : 1048576
  for (let size = 256; size <= last; size *= 2) sizes.push(size)
  return sizes
}
