/** Values as a verdict prints them. */
import { expect, test } from 'vitest'
import { show } from '../../../src/course/grader/child/show.ts'

test.for([
  [0xc121ca00, '0xc121ca00'],
  [0xffffffff, '0xffffffff'],
  [0x100000000, '4294967296'],
  [0xbfffffff, '3221225471'],
  [128, '128'],
  ['0xc121ca00', '0xc121ca00'],
  ['hello', "'hello'"],
])('%s is printed as %s', ([value, printed]) => {
  expect(show(value)).toBe(printed)
})

test('a long list of numbers is printed on one line, to be read along', () => {
  const sizes = [32, 64, 128, 256, 512, 1024, 2048, 4096]
  expect(show(sizes)).toBe('[ 32, 64, 128, 256, 512, 1024, 2048, 4096 ]')
})
