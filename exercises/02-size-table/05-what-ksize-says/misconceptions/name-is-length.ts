/** Wrong: takes the number in the name for the length of the objects. */
import { className } from '../solution.ts'

export { className } from '../solution.ts'

export function ksizeOf(size: number, kernelLine: number): number {
  const name = className(size, kernelLine)
  return name === null ? 0 : Number(name.slice('size-'.length))
}
