/** Numbers as the kernel prints them. */

/** `0x` and at least `digits` hexadecimal digits: an address has 8. */
export function hex(value: number, digits = 8): string {
  const text = value < 0 ? (value >>> 0).toString(16) : value.toString(16)
  return `0x${text.padStart(digits, '0')}`
}
