/** The names of the flags in a mask. */
import { describe, expect, it } from 'vitest'
import { __GFP_DMA, __GFP_NOWARN, GFP_ATOMIC, GFP_DMA, GFP_KERNEL } from '#kernel/index.ts'
import { cacheFlagNames, gfpNames, tellGfp } from '#view/flag-names.ts'

describe('a mask', () => {
  it.each([
    [GFP_KERNEL, 'GFP_KERNEL'],
    [GFP_ATOMIC, 'GFP_ATOMIC'],
    [GFP_DMA, 'GFP_DMA'],
    [GFP_KERNEL | __GFP_DMA, 'GFP_KERNEL | __GFP_DMA'],
    [GFP_ATOMIC | __GFP_NOWARN, 'GFP_ATOMIC | __GFP_NOWARN'],
    [0, '0'],
    [0x800000 | GFP_KERNEL, 'GFP_KERNEL | 0x800000'],
  ])('of 0x%x is told by name', (mask, text) => {
    expect(tellGfp(mask)).toBe(text)
  })

  it('is the sum of what it is told as', () => {
    for (const [name, bits] of gfpNames) {
      const told = tellGfp(bits).split(' | ')
      expect(
        told.reduce((mask, each) => mask | (gfpNames.get(each) ?? 0), 0),
        name,
      ).toBe(bits)
    }
  })
})

describe('the flags of a cache', () => {
  it('are those that this kernel takes', () => {
    expect([...cacheFlagNames.keys()].sort()).toEqual([
      'SLAB_CACHE_DMA',
      'SLAB_DESTROY_BY_RCU',
      'SLAB_HWCACHE_ALIGN',
      'SLAB_MUST_HWCACHE_ALIGN',
      'SLAB_NO_REAP',
      'SLAB_PANIC',
      'SLAB_RECLAIM_ACCOUNT',
    ])
  })
})
