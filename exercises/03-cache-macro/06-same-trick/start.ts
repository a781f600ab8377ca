/** One list of lengths and three meanings. */

/** Calls CACHE once for each length, in bytes, the smallest first. */
export type Header = (CACHE: (x: number) => void) => void

// Your turn, four times.

/** The lengths of kmalloc on a PC whose kernel is built for lines of `kernelLine` bytes. */
export function eachSize(kernelLine: number, CACHE: (x: number) => void): void {
  CACHE(32)
}

/** All lengths. */
export function table(include: Header): number[] {
  return []
}

/** The names of the two caches of each length. */
export function names(include: Header): { name: string; name_dma: string }[] {
  return []
}

/** For each length the bytes that its worst request loses. */
export function losses(include: Header): number[] {
  return []
}
