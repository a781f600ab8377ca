/** What `print` makes of a value. */
import { describe, expect, it } from 'vitest'
import { format } from '#course/notebook/print.ts'

describe('print', () => {
  it.each([
    ['text as it is', 'a b', 'a b'],
    ['a number in decimal', 0xc0000000, '3221225472'],
    ['true', true, 'true'],
    ['null', null, 'null'],
    ['undefined', undefined, 'undefined'],
    ['a list', [1, 'a', [null]], "[1, 'a', [null]]"],
    ['an object', { size: 32, name: 'x' }, "{ size: 32, name: 'x' }"],
    ['an empty object', {}, '{}'],
    ['bytes', new Uint8Array([0, 255]), '00 ff'],
    ['a set', new Set([1, 2]), '[1, 2]'],
    ['a function', function grow() {}, '[function grow]'],
    ['an error', new RangeError('too far'), 'RangeError: too far'],
  ])('shows %s', (_, value, text) => {
    expect(format(value)).toBe(text)
  })

  it('names a part of the machine instead of spelling it out', () => {
    class kmem_cache {
      readonly name = 'ring'
      readonly next = this
    }
    expect(format(new kmem_cache())).toBe('[kmem_cache ring]')
    expect(format([new kmem_cache()])).toBe('[[kmem_cache ring]]')
  })

  it('cuts what is too long to read, and what holds itself', () => {
    const list: unknown[] = Array.from({ length: 100 }, (_, index) => index)
    expect(format(list)).toMatch(/, 63, …\]$/)
    const circle: unknown[] = []
    circle.push(circle)
    expect(format(circle)).toBe('[[[[…]]]]')
  })
})
