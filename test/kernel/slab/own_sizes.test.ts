/** kmalloc's table, its names and the walk through it, written by a learner and put into a whole kernel. */
import { describe, expect, it, test } from 'vitest'
import {
  boot,
  GFP_DMA,
  GFP_KERNEL,
  KernelBug,
  NULL,
  type Kernel,
  type Overrides,
} from '#kernel/index.ts'

const kmallocSizes: NonNullable<Overrides['kmallocSizes']> = ({ kernelLine, pageSize }) =>
  [32, 64, 96, 128, 192, ...Array.from({ length: 10 }, (_, i) => 256 << i)].filter(
    (size) =>
      !(size === 32 && pageSize !== 4096) &&
      !(size === 96 && kernelLine >= 64) &&
      !(size === 192 && kernelLine >= 128),
  )
const cacheNames: NonNullable<Overrides['cacheNames']> = (sizes) =>
  sizes.map((size) => ({ name: `size-${size}`, name_dma: `size-${size}(DMA)` }))
const kmem_find_general_cachep: NonNullable<Overrides['kmem_find_general_cachep']> = (
  sizes,
  size,
) => sizes.findIndex((length) => size <= length)

/** What a few calls of many sizes leave behind. */
function used(kernel: Kernel) {
  const sizes = [0, 1, 64, 65, 100, 4097, 131072, 131073]
  const objects = sizes.map((size) => kernel.kmalloc(size, GFP_KERNEL))
  objects.push(kernel.kmalloc(100, GFP_KERNEL | GFP_DMA))
  kernel.kfree(objects[4] ?? NULL)
  return { objects, slabinfo: kernel.slabinfo(), buddyinfo: kernel.buddyinfo() }
}

describe('right functions of a learner', () => {
  test.each([
    ['kmallocSizes', { kmallocSizes }],
    ['cacheNames', { cacheNames }],
    ['kmem_find_general_cachep', { kmem_find_general_cachep }],
    ['all three', { kmallocSizes, cacheNames, kmem_find_general_cachep }],
  ])('make the machine that there is without: %s', (_, overrides) => {
    for (const options of [{}, { profile: 'p3-on-p4' }, { megabytes: 32, cpus: 2 }] as const) {
      expect(used(boot({ ...options, overrides }))).toEqual(used(boot(options)))
    }
  })

  it('are asked again after a reset', () => {
    const kernel = boot({ overrides: { kmallocSizes, cacheNames, kmem_find_general_cachep } })
    const first = used(kernel)
    kernel.reset()
    expect(used(kernel)).toEqual(first)
  })

  it('take the shortest way only where they have nothing to say on it', () => {
    expect(boot({ overrides: { cacheNames } }).machine.plain).toBe(true)
    expect(boot({ overrides: { kmallocSizes } }).machine.plain).toBe(false)
    expect(boot({ overrides: { kmem_find_general_cachep } }).machine.plain).toBe(false)
  })

  it('may leave sizes out', () => {
    const kernel = boot({ overrides: { kmallocSizes: () => [32, 160, 512, 1024, 2048] } })
    const lengths = [33, 161, 2048].map((size) => kernel.ksize(kernel.kmalloc(size, GFP_KERNEL)))
    expect(lengths).toEqual([256, 512, 2048])
    expect(kernel.kmalloc(2049, GFP_KERNEL)).toBe(NULL)
  })
})

/** A learner's file is checked by nobody before it runs: it may give anything. */
const anything = (text: string) => JSON.parse(text)

describe('a table of a learner', () => {
  test.each([
    ['null', 'the table of sizes is no array'],
    ['[]', 'sizes none: the arrays of the caches need one of 512 or more'],
    ['[32, 64, 128]', 'sizes 32, 64, 128: the arrays of the caches need one of 512 or more'],
    ['[64, 32]', 'sizes 64, 32: they must rise, in multiples of 32'],
    ['[32, 33]', 'sizes 32, 33: they must rise, in multiples of 32'],
    ['["32", "64"]', 'sizes 32, 64: they must rise, in multiples of 32'],
    ['[32, 131072, 262144]', 'a size above 131072'],
  ])('stops the boot with a reason: %s', (sizes, reason) => {
    const overrides = { kmallocSizes: () => anything(sizes) }
    expect(() => boot({ overrides })).toThrow(KernelBug)
    expect(() => boot({ overrides })).toThrow(`kmem_cache_init: ${reason}`)
  })
})

describe('names of a learner', () => {
  const names = (text: string) => () => anything(text)

  test.each<[string, NonNullable<Overrides['cacheNames']>, string]>([
    ['no list', names('null'), 'kmem_cache_init: the list of names is no array'],
    ['one too few', (s) => cacheNames(s.slice(1)), 'kmem_cache_init: no names for size 131072'],
    ['half a pair', names('[{ "name": "a" }]'), 'the names for size 32 are no two texts'],
    ['the same twice', (s) => s.map(() => ({ name: 'a', name_dma: 'b' })), 'duplicate cache a'],
  ])('stop the boot with a reason: %s', (_, own, reason) => {
    expect(() => boot({ overrides: { cacheNames: own } })).toThrow(KernelBug)
    expect(() => boot({ overrides: { cacheNames: own } })).toThrow(reason)
  })
})

describe('a walk of a learner', () => {
  const early = 'kmem_find_general_cachep: '
  test.each<[string, NonNullable<Overrides['kmem_find_general_cachep']>, string]>([
    ['nothing', () => anything('null'), `${early}null for 20 bytes is neither a place`],
    ['a part of one', () => 0.5, `${early}0.5 for 20 bytes is neither a place`],
    ['behind the table', (s) => s.length, `${early}13 for 20 bytes is neither a place`],
    ['a length', (s, z) => s.find((x) => z <= x) ?? -1, `${early}32 for 20 bytes is neither`],
    ['too short', () => 0, 'bytes, but the objects there have 32'],
    ['the last', (s) => s.length - 1, `${early}the cache of 131072 bytes for 20 bytes is not made`],
    ['never found', () => -1, 'kmem_cache_init: kmalloc gave nothing for the array of a cache'],
  ])('stops the kernel with a reason: %s', (_, own, reason) => {
    const overrides = { kmem_find_general_cachep: own }
    expect(() => boot({ overrides })).toThrow(KernelBug)
    expect(() => boot({ overrides })).toThrow(reason)
  })
})
