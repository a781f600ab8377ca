/** Wrong: lets the table end where later kernels do. */
import { kmallocSizes as right, type Build } from '../solution.ts'

export function kmallocSizes(build: Build): number[] {
  const all = right({ ...build, mmu: false, largeAllocs: true })
  return build.mmu ? all.filter((size) => size <= 4194304) : right(build)
}
