/** Wrong: rounds up to whole lines. */
import { className } from '../solution.ts'

export { className } from '../solution.ts'

export function ksizeOf(size: number, kernelLine: number, cpuLine: number): number {
  const name = className(size, kernelLine)
  if (name === null) return 0
  return Math.ceil(Number(name.slice('size-'.length)) / cpuLine) * cpuLine
}
