/** Booting: which machines there are, and where everything lies when the boot is over. */
import { describe, expect, test } from 'vitest'
import { __va, boot, findProblems, freePages, profiles, type ProfileName } from '#kernel/index.ts'

describe('boot', () => {
  test('the article machine has 13 sizes in 26 caches, and the cache of descriptors', () => {
    const kernel = boot({ profile: 'article' })
    expect(kernel.malloc_sizes).toHaveLength(13)
    expect(kernel.caches()).toHaveLength(27)
    expect(kernel.caches().at(-1)?.name).toBe('kmem_cache')
  })

  test('only the line of the build decides which sizes exist', () => {
    const sizes = (kernelLine: number, cpuLine: number) =>
      boot({ kernelLine, cpuLine }).malloc_sizes.map(({ cs_size }) => cs_size)
    expect(sizes(32, 128)).toEqual(sizes(32, 32))
    expect(sizes(32, 32)).toEqual(expect.arrayContaining([96, 192]))
    expect(sizes(64, 64)).not.toContain(96)
    expect(sizes(128, 32)).not.toContain(192)
  })

  test('only the line of the processor decides how objects are aligned', () => {
    const size96 = (cpuLine: number) =>
      boot({ kernelLine: 32, cpuLine }).malloc_sizes.find(({ cs_size }) => cs_size === 96)
    expect(size96(32)?.cs_cachep.objsize).toBe(96)
    expect(size96(128)?.cs_cachep.objsize).toBe(128)
  })

  test.each(Object.keys(profiles) as ProfileName[])(
    'profile %s is a healthy machine',
    (profile) => {
      expect(findProblems(boot({ profile }))).toEqual([])
    },
  )

  test('settings beside a profile replace its own', () => {
    const { configuration } = boot({ profile: 'p3-laptop', megabytes: 64 })
    expect(configuration).toMatchObject({ megabytes: 64, kernelLine: 32, cpuLine: 32 })
  })

  test('two machines stand side by side', () => {
    const first = boot()
    const second = boot()
    const address = first.kmalloc(100, 0xd0)
    first.write32(address, 0x12345678)
    expect(second.read32(address)).toBe(0)
    expect(second.kmalloc(100, 0xd0)).toBe(address)
  })

  test.each([
    [{ profile: 'p5' as ProfileName }, "no profile 'p5'. Choose one of: article"],
    [{ megabytes: 8 }, 'megabytes is 8; give a whole number from 16 to 4096'],
    [{ megabytes: 64.5 }, 'megabytes is 64.5'],
    [{ kernelLine: 48 }, 'kernelLine is 48; a cache line has 16, 32, 64, 128 bytes'],
    [{ cpuLine: 0 }, 'cpuLine is 0'],
  ])('%o is refused with what would do', (options, message) => {
    expect(() => boot(options)).toThrow(message)
    expect(() => boot(options)).toThrow(RangeError)
  })
})

describe('a memory map', () => {
  /** A machine of 256 MB whose firmware keeps the last 128 kB. */
  const memoryMap = [
    { start: 0, end: 0x9fc00 },
    { start: 0x100000, end: 0xffe0000 },
  ]

  test('says where the RAM ends', () => {
    const kernel = boot({ memoryMap })
    expect(kernel.configuration.megabytes).toBe(256)
    expect(kernel.machine.num_physpages).toBe(65504)
    expect(kernel.machine.zones.map(({ present_pages }) => present_pages)).toEqual([4096, 61408, 0])
    expect(() => kernel.read8(__va(0xffe0000))).toThrow('paging request')
    expect(findProblems(kernel)).toEqual([])
  })

  test('a page that is not all RAM is not used, in low memory and above', () => {
    const plain = boot({ megabytes: 1024, highmem: true })
    const holes = boot({
      memoryMap: [
        { start: 0, end: 0xa0000 },
        { start: 0x100000, end: 0x8000fff },
        { start: 0x8001000, end: 0x3f000000 },
        { start: 0x3f000001, end: 0x40000000 },
      ],
      highmem: true,
    })
    expect(freePages(plain) - freePages(holes)).toBe(2)
    expect(findProblems(holes)).toEqual([])
  })

  test('is the plain one unless another is given', () => {
    const plain = [
      { start: 0, end: 0xa0000 },
      { start: 0x100000, end: 64 * 0x100000 },
    ]
    expect(boot({ memoryMap: plain }).buddyinfo()).toBe(boot({ megabytes: 64 }).buddyinfo())
  })

  test.each([
    [{ megabytes: 64, memoryMap }, 'give megabytes or memoryMap, not both'],
    [{ memoryMap: [] }, 'has no RAM from 1 MB to 16 MB, where the kernel lies'],
    [{ memoryMap: [{ start: 8, end: 4 }] }, 'has a range from 8 to 4'],
    [{ memoryMap: memoryMap.toReversed() }, 'sort them'],
    [{ memoryMap: [{ start: 0, end: 2 ** 33 }] }, 'goes beyond 4096 MB'],
  ])('%o is refused', (options, message) => {
    expect(() => boot(options)).toThrow(RangeError)
    expect(() => boot(options)).toThrow(message)
  })
})

describe('memory after boot', () => {
  test('RAM without the hole, page 0, the kernel, mem_map and wait queues is free or in slabs', () => {
    const kernel = boot({ megabytes: 256 })
    const slabs = kernel.caches().reduce((sum, cache) => sum + cache.slabsEver, 0)
    const hole = 96
    const image = 768
    const mem_map = 512
    // One page for the end of mem_map and the wait queues, one lost by rounding the bitmap's end up twice.
    expect(freePages(kernel) + slabs).toBe(65536 - hole - 1 - image - mem_map - 2)
  })

  test.each([
    [16, 128, 160, 192, 0],
    [64, 64, 80, 96, 48],
    [256, 32, 40, 48, 240],
    [896, 17, 21, 25, 880],
  ])('%i MB: marks of the DMA zone and its reserve', (megabytes, min, low, high, reserve) => {
    const [dma] = boot({ megabytes }).machine.zones
    expect(dma).toMatchObject({ pages_min: min, pages_low: low, pages_high: high })
    expect(dma?.lowmem_reserve[1]).toBe(reserve)
  })

  test('without highmem, memory above 896 MB is not used', () => {
    const kernel = boot({ megabytes: 1024 })
    expect(kernel.machine.num_physpages).toBe(896 * 256)
  })

  test('with highmem it is a zone of its own, and frames there have no address', () => {
    const kernel = boot({ megabytes: 1024, highmem: true })
    expect(kernel.machine.zones[2]).toMatchObject({ present_pages: 32768, pages_min: 32 })
    const frame = kernel.alloc_pages(0xd2, 0)
    expect(frame).toBeGreaterThanOrEqual(896 * 256)
    expect(kernel.page_address(frame ?? 0)).toBe(0)
  })

  test('the state of a machine after reset is that after boot, byte for byte', () => {
    const kernel = boot()
    const before = [kernel.slabinfo(), kernel.buddyinfo()]
    const cache = kernel.kmem_cache_create('own', 100)
    const object = kernel.kmem_cache_alloc(cache, 0xd0)
    kernel.writeBytes(object, new Uint8Array(5000).fill(0xff))
    kernel.reset()
    expect([kernel.slabinfo(), kernel.buddyinfo()]).toEqual(before)
    expect(kernel.readBytes(object + 128, 2048).every((byte) => byte === 0)).toBe(true)
    expect(findProblems(kernel)).toEqual([])
  })
})
