/** /proc/buddyinfo, to the letter. */
import { expect, test } from 'vitest'
import { boot } from '#kernel/index.ts'

test('buddyinfo: a line for each zone that has memory, ending in a blank', () => {
  expect(boot().buddyinfo()).toBe(
    'Node 0, zone      DMA      2      1      3      3      1      3      2      1      1      1      2 \n' +
      'Node 0, zone   Normal      1      0      0      0      1      0      1      1      1      0     59 \n',
  )
  expect(boot({ megabytes: 16 }).buddyinfo()).toMatch(/^Node 0, zone      DMA .*\n$/)
})
