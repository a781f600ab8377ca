/** Wrong: takes the table that suits the CPU. */
import { ksizeOf as right } from '../solution.ts'

export { className } from '../solution.ts'

export function ksizeOf(size: number, _kernelLine: number, cpuLine: number): number {
  return right(size, cpuLine, cpuLine)
}
