/** Arithmetic as in C, and numbers in hexadecimal. */
import { describe, expect, test } from 'vitest'
import { ALIGN, divide, integerSquareRoot } from '#lib/bits.ts'
import { hex } from '#lib/hex.ts'

describe('arithmetic as in C', () => {
  test('ALIGN goes up to the next multiple', () => {
    expect([0, 1, 31, 32, 33].map((value) => ALIGN(value, 32))).toEqual([0, 32, 32, 32, 64])
  })

  test('ALIGN with something else than a power of two masks as the kernel does', () => {
    expect(ALIGN(100, 24)).toBe(104)
  })

  test('division drops the rest', () => {
    expect(divide(7, 2)).toBe(3)
    expect(divide(-7, 2)).toBe(-3)
  })

  test('the square root is rounded down', () => {
    expect([0, 1, 15, 16, 17].map(integerSquareRoot)).toEqual([0, 1, 3, 4, 4])
  })
})

describe('hex', () => {
  test('an address has eight digits', () => {
    expect(hex(0xc0100000)).toBe('0xc0100000')
    expect(hex(0x10)).toBe('0x00000010')
    expect(hex(-1)).toBe('0xffffffff')
    expect(hex(0xd0, 1)).toBe('0xd0')
  })
})
