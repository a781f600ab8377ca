/** Whole-number arithmetic as C does it, for numbers up to 32 bits. */

/**
 * The kernel's ALIGN(): the next multiple of `align`, which should be a power of two. The mask is applied as
 * the kernel applies it, so an odd alignment gives the same odd result as there.
 */
export function ALIGN(value: number, align: number): number {
  return (value + align - 1) & ~(align - 1)
}

/** Division of two whole numbers that drops the rest, as `/` does in C. */
export function divide(dividend: number, divisor: number): number {
  return Math.trunc(dividend / divisor)
}

/** The largest whole number whose square is not above `value`. */
export function integerSquareRoot(value: number): number {
  return Math.floor(Math.sqrt(value))
}
