/** Wrong: lets CONFIG_LARGE_ALLOCS add sizes whether there is an MMU or not. */
import { kmallocSizes as right, type Build } from '../solution.ts'

export function kmallocSizes(build: Build): number[] {
  return right(build.largeAllocs ? { ...build, mmu: false } : build)
}
