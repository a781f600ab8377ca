/** Another way: the whole table with the lengths on this CPU, and a search in it. */
function tableOf(kernelLine: number): number[] {
  const doubling = Array.from({ length: 13 }, (_, step) => 32 << step)
  const odd = [96, 192].filter((length) => kernelLine < (length * 2) / 3)
  return [...doubling, ...odd].sort((a, b) => a - b)
}

/** The alignment is the smallest power of two that holds the object, but no more than a line. */
function aligned(length: number, cpuLine: number): number {
  const align = Math.min(cpuLine, 2 ** Math.ceil(Math.log2(length)))
  const rest = length % align
  return rest === 0 ? length : length + align - rest
}

export function className(size: number, kernelLine: number): string | null {
  const length = tableOf(kernelLine).find((one) => one >= size)
  return length === undefined ? null : `size-${length}`
}

export function ksizeOf(size: number, kernelLine: number, cpuLine: number): number {
  const length = tableOf(kernelLine).find((one) => one >= size)
  return length === undefined ? 0 : aligned(length, cpuLine)
}
