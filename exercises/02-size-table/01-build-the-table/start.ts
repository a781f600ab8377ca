/** kmalloc's table of sizes, for any build of the kernel. */

/** How a kernel is built. */
export interface Build {
  /** The line of the CPU it is built for, in bytes: 16, 32, 64 or 128. */
  readonly kernelLine: number
  /** The length of a page, in bytes. */
  readonly pageSize: number
  /** True for a CPU with an MMU. */
  readonly mmu: boolean
  /** CONFIG_LARGE_ALLOCS: only without an MMU it makes a difference. */
  readonly largeAllocs: boolean
}

// Your turn.

/** The sizes in bytes, the smallest first. */
export function kmallocSizes(build: Build): number[] {
  return [32, 64, 128]
}
