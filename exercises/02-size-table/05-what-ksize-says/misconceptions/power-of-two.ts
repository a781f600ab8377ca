/** Wrong: rounds what is longer than half a line up to a power of two. */
import { className } from '../solution.ts'

export { className } from '../solution.ts'

export function ksizeOf(size: number, kernelLine: number, cpuLine: number): number {
  const name = className(size, kernelLine)
  if (name === null) return 0
  const length = Number(name.slice('size-'.length))
  return length > cpuLine / 2 ? 2 ** Math.ceil(Math.log2(length)) : length
}
