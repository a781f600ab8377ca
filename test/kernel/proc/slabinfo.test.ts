/** /proc/slabinfo, to the letter. */
import { expect, test } from 'vitest'
import { boot, GFP_KERNEL } from '#kernel/index.ts'

test('slabinfo: two head lines, then the caches, newest first, each number in its columns', () => {
  const lines = boot().slabinfo().split('\n')
  expect(lines.slice(0, 4)).toEqual([
    'slabinfo - version: 2.1',
    '# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>',
    'size-131072(DMA)       0      0 131072    1   32 : tunables    8    4    0 : slabdata      0      0      0',
    'size-131072            0      0 131072    1   32 : tunables    8    4    0 : slabdata      0      0      0',
  ])
  expect(lines.at(-2)).toBe(
    'kmem_cache            26     31    128   31    1 : tunables  120   60    0 : slabdata      1      1      0',
  )
  expect(lines.at(-1)).toBe('')
  expect(lines).toHaveLength(2 + 27 + 1)
})

test('slabinfo: a name that is too long pushes the numbers to the right', () => {
  const kernel = boot()
  kernel.kmem_cache_create('a_name_of_more_than_17_letters', 100)
  expect(kernel.slabinfo().split('\n')[2]).toBe(
    'a_name_of_more_than_17_letters      0      0    100   39    1 : tunables  120   60    0 : slabdata      0      0      0',
  )
})

test('slabinfo: objects in the array count as active', () => {
  const kernel = boot()
  const object = kernel.kmalloc(4096, GFP_KERNEL)
  kernel.kfree(object)
  expect(kernel.slabinfo()).toMatch(/^size-4096 +1 +1 +4096 /m)
})

test('slabinfo: a kernel with slab debugging has statistics behind each line', () => {
  const kernel = boot({ profile: 'debug' })
  const lines = kernel.slabinfo().split('\n')
  expect(lines[0]).toBe('slabinfo - version: 2.1 (statistics)')
  expect(lines[1]).toBe(
    '# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail> : globalstat <listallocs> <maxobjs> <grown> <reaped> <error> <maxfreeable> <freelimit> <nodeallocs> : cpustat <allochit> <allocmiss> <freehit> <freemiss>',
  )
  const object = kernel.kmalloc(4096, GFP_KERNEL)
  expect(kernel.slabinfo()).toContain(
    'size-4096              1      1   4096    1    1 : tunables   24   12    0 : slabdata      1      1      0' +
      ' : globalstat       1      1     1    0    0    0   25    0 : cpustat      0      1      0      0\n',
  )
  kernel.kfree(object)
  expect(kernel.slabinfo()).toMatch(/^size-4096 .* : cpustat      0      1      1      0$/m)
})
