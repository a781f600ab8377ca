/** Addresses as they are written in a lesson. */

/** `0xc12f4000`: eight digits, so that addresses stand below one another. For values that are not numbers, their text. */
export function hex(value: unknown): string {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) return String(value)
  return `0x${value.toString(16).padStart(8, '0')}`
}
