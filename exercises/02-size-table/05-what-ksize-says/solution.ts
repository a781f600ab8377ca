/** The class from the table of the build, its length from the line of the CPU. */
function classOf(size: number, kernelLine: number): number | null {
  if (size > 131072) return null
  if (size > 64 && size <= 96 && kernelLine < 64) return 96
  if (size > 128 && size <= 192 && kernelLine < 128) return 192
  let length = 32
  while (length < size) length *= 2
  return length
}

export function className(size: number, kernelLine: number): string | null {
  const length = classOf(size, kernelLine)
  return length === null ? null : `size-${length}`
}

export function ksizeOf(size: number, kernelLine: number, cpuLine: number): number {
  const length = classOf(size, kernelLine)
  if (length === null) return 0
  let align = cpuLine
  while (length <= align / 2) align /= 2
  return Math.ceil(length / align) * align
}
