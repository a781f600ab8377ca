/** Wrong: takes the line for the shortest size. */
import { kmallocSizes as right, type Build } from '../solution.ts'

export function kmallocSizes(build: Build): number[] {
  return right(build).filter((size) => size >= build.kernelLine)
}
