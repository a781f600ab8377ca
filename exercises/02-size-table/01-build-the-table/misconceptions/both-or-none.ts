/** Wrong: lets one question decide about 96 and 192. */
import { kmallocSizes as right, type Build } from '../solution.ts'

export function kmallocSizes(build: Build): number[] {
  return right({ ...build, kernelLine: build.kernelLine < 128 ? 32 : 128 })
}
