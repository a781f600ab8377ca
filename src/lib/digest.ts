/** Short numbers that stand for long texts (FNV-1a): equal texts have equal digests. Not for secrets. */

const PRIME = 0x01000193
const BASIS = 0x811c9dc5

/** A whole number of 32 bits. Another `basis` gives another, independent one. */
export function digest32(text: string, basis = BASIS): number {
  let value = basis
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), PRIME)
  }
  // The last letters have reached only the lower bits; this spreads them.
  value = Math.imul(value ^ (value >>> 15), 0x85ebca6b)
  return (value ^ (value >>> 13)) >>> 0
}

/** 64 bits as hex digits: that two of a course's texts share one by chance is out of the question. */
export function digest64(text: string): string {
  const half = (basis: number) => digest32(text, basis).toString(16).padStart(8, '0')
  return half(BASIS) + half(PRIME)
}
