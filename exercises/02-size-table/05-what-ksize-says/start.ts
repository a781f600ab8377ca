/** Which cache serves a request, and how long its objects are, for any build on any CPU. */

// Your turn, twice.

/** The name of the cache for `size` bytes on a kernel built for lines of `kernelLine` bytes; null if there is none. */
export function className(size: number, kernelLine: number): string | null {
  return null
}

/** What ksize says of an object for `size` bytes, on a CPU with lines of `cpuLine` bytes; 0 if there is none. */
export function ksizeOf(size: number, kernelLine: number, cpuLine: number): number {
  return 0
}
