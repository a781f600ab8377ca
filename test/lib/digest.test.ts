/** Digests of texts: equal for equal texts, different for different ones. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { digest32, digest64 } from '#lib/digest.ts'

test('equal texts have equal digests, others do not', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      expect(digest64(one) === digest64(other)).toBe(one === other)
    }),
  )
})

test('a small change anywhere changes the digest', () => {
  const text = 'size-32'.repeat(50)
  const digests = Array.from(text, (_, at) =>
    digest64(`${text.slice(0, at)}x${text.slice(at + 1)}`),
  )
  expect(new Set([...digests, digest64(text)]).size).toBe(text.length + 1)
})

test('is a whole number of 32 bits, and 16 hex digits', () => {
  expect(digest32('')).toBe(digest32(''))
  expect(digest32('kmalloc') >>> 0).toBe(digest32('kmalloc'))
  expect(digest64('kmalloc')).toMatch(/^[0-9a-f]{16}$/)
})

test('texts that differ only in their order are told apart', () => {
  const words = Array.from({ length: 2000 }, (_, index) => `kfree(${index})`)
  expect(new Set(words.map((word) => digest32(word))).size).toBeGreaterThan(1995)
})
