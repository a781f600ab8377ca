/** Masks taken apart: each answer is what the kernel does with such a mask. */
import { describe, expect, it } from 'vitest'
import * as kernelModule from '#kernel/index.ts'
import {
  boot,
  GFP_ATOMIC,
  GFP_HIGHUSER,
  GFP_KERNEL,
  GFP_NOFS,
  KernelBug,
  __GFP_DMA,
  __GFP_HIGHMEM,
  __GFP_IO,
  __GFP_NOFAIL,
  __GFP_NO_GROW,
  __GFP_NORETRY,
  __GFP_NOWARN,
  __GFP_ZERO,
} from '#kernel/index.ts'
import { gfpFlags, gfpSituations } from '#view/gfp-flags.ts'
import { viewGfp, viewGfpMasks } from '#view/gfp.ts'

describe('the table of bits', () => {
  it('has every bit and every mask that the kernel has a name for', () => {
    const names = Object.keys(kernelModule)
    const bits = names.filter((name) => name.startsWith('__GFP_'))
    const masks = names.filter((name) => /^GFP_(?!.*MASK)/.test(name))
    expect(gfpFlags.map(({ name }) => name).sort()).toEqual(bits.sort())
    expect(gfpSituations.map(({ name }) => name).sort()).toEqual(masks.sort())
  })

  it('is sorted, one bit a line', () => {
    const values = gfpFlags.map(({ value }) => value)
    expect(values).toEqual([...values].sort((one, other) => one - other))
    for (const value of values) expect(Math.log2(value) % 1).toBe(0)
  })

  it('gives the bits of a mask with a name', () => {
    for (const { value, flags } of gfpSituations) {
      const sum = gfpFlags
        .filter(({ name }) => flags.includes(name))
        .reduce((bits, flag) => bits | flag.value, 0)
      expect(sum).toBe(value)
    }
  })
})

describe('a mask', () => {
  it('from an old log is read', () => {
    const view = viewGfp(0xd0)
    expect(view).toMatchObject({
      name: 'GFP_KERNEL',
      nameless: 0,
      zones: ['HighMem', 'Normal', 'DMA'].slice(1),
    })
    expect(view.flags.map(({ name }) => name)).toEqual(['__GFP_WAIT', '__GFP_IO', '__GFP_FS'])
    expect(view.situations.map(({ name }) => name)).toEqual(['GFP_KERNEL', 'GFP_USER'])
    expect(viewGfp(0xd2).name).toBe('GFP_HIGHUSER')
  })

  it('is put together from names', () => {
    expect(viewGfp('GFP_KERNEL | __GFP_NOWARN').mask).toBe(GFP_KERNEL | __GFP_NOWARN)
    expect(viewGfp('gfp_atomic 0x200').mask).toBe(GFP_ATOMIC | __GFP_NOWARN)
    expect(() => viewGfp('GFP_ATOMIX')).toThrow('no flag "GFP_ATOMIX"')
    expect(() => viewGfp('0x1ffffffff')).toThrow(RangeError)
  })

  it('permits input and output only to who may wait for it', () => {
    const permits = (mask: number) => {
      const { maySleep, mayStartIO, mayEnterFileSystems } = viewGfp(mask)
      return [maySleep.yes, mayStartIO.yes, mayEnterFileSystems.yes]
    }
    expect(permits(GFP_KERNEL)).toEqual([true, true, true])
    expect(permits(GFP_NOFS)).toEqual([true, true, false])
    expect(permits(GFP_ATOMIC | __GFP_IO)).toEqual([false, false, false])
    expect(viewGfp(GFP_ATOMIC | __GFP_IO).mayStartIO.because).toContain('without __GFP_WAIT')
  })

  it('lowers pages_min', () => {
    const kept = (mask: number) => viewGfp(mask).reserve.kept / viewGfp(mask).reserve.of
    expect([GFP_KERNEL, GFP_ATOMIC, 0].map(kept)).toEqual([1, 3 / 8, 3 / 4])
  })

  it('has the zones of a machine when one is given', () => {
    expect(viewGfp(GFP_HIGHUSER, boot()).zones).toEqual(['Normal', 'DMA'])
    expect(viewGfp(__GFP_DMA).zones).toEqual(['DMA'])
    expect(viewGfp(__GFP_DMA | __GFP_HIGHMEM).zones).toBeNull()
  })

  it('says what follows when memory is short', () => {
    expect(viewGfp(GFP_ATOMIC).ending).toContain('NULL at once')
    expect(viewGfp(GFP_KERNEL).ending).toContain('OOM killer ends a process')
    expect(viewGfp(GFP_NOFS).ending).toContain('never runs')
    expect(viewGfp(GFP_KERNEL | __GFP_NOFAIL | __GFP_NORETRY).ending).toContain('reclaims once')
  })
})

describe('in slab', () => {
  it('a mask is forbidden when a cache that must grow stops the kernel over it', () => {
    for (const { value } of gfpFlags) {
      const mask = GFP_KERNEL | value
      const { slab } = viewGfp(mask)
      const kernel = boot()
      const grow = () => kernel.kmalloc(131072, mask)
      if (slab.forbiddenBits !== 0) expect(grow).toThrow(KernelBug)
      else expect(grow() !== kernelModule.NULL).toBe(slab.mayGrow)
    }
  })

  it('is told by name', () => {
    expect(viewGfp(GFP_KERNEL | __GFP_ZERO).slab).toMatchObject({
      forbidden: ['__GFP_ZERO'],
      mayGrow: false,
    })
    expect(viewGfp(GFP_KERNEL | __GFP_NO_GROW).slab).toMatchObject({
      forbidden: [],
      mayGrow: false,
    })
  })
})

it('all masks with a name stand beside each other', () => {
  const { masks, flags } = viewGfpMasks()
  expect(masks.map(({ value, view }) => view.mask - value)).toEqual(masks.map(() => 0))
  expect(flags).toBe(gfpFlags)
})
