/** Wrong: takes the table of the usual machine for that of every build. */
import { kmallocSizes as right, type Build } from '../solution.ts'

export function kmallocSizes(build: Build): number[] {
  return right({ ...build, kernelLine: 128 })
}
