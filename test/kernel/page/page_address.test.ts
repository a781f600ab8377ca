/** Pages by their address: high memory has none, and what comes of that. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  __GFP_HIGHMEM,
  __GFP_ZERO,
  boot,
  freePages,
  GFP_ATOMIC,
  GFP_DMA,
  GFP_HIGHUSER,
  GFP_KERNEL,
  KernelBug,
  NULL,
  type Kernel,
} from '#kernel/index.ts'
import { during } from '../during.ts'

/** 128 MB of high memory. */
let kernel: Kernel
beforeEach(() => {
  kernel = boot({ megabytes: 1024, highmem: true })
})

describe('page_address', () => {
  test('is PAGE_OFFSET and the place in RAM, and NULL for high memory', () => {
    const low = kernel.alloc_pages(GFP_KERNEL, 0) ?? -1
    expect(kernel.page_address(low)).toBe(0xc0000000 + low * 4096)
    const high = kernel.alloc_pages(GFP_HIGHUSER, 0) ?? -1
    expect(high).toBeGreaterThanOrEqual(kernel.machine.lowPages)
    expect(kernel.page_address(high)).toBe(NULL)
  })
})

describe('__get_free_pages with HIGHMEM', () => {
  test('returns NULL for a page that it has got, and nobody can give it back', () => {
    const before = freePages(kernel)
    expect(kernel.__get_free_pages(GFP_HIGHUSER, 0)).toBe(NULL)
    expect(freePages(kernel)).toBe(before - 1)
    expect(kernel.log()).toEqual([])
  })

  test('says so to who looks on', () => {
    const events = during(kernel, () => kernel.__get_free_pages(GFP_HIGHUSER, 2))
    const lost = events.find(({ name }) => name === 'page-without-address')
    expect(lost?.values).toMatchObject({ low_pages: 896 * 256 })
  })

  test('works when high memory is full, because low memory will do, too', () => {
    const machine = boot({ megabytes: 64, highmem: true })
    expect(machine.__get_free_pages(GFP_HIGHUSER, 0)).not.toBe(NULL)
  })
})

describe('get_zeroed_page', () => {
  test('is all zero, whatever the page held before', () => {
    const address = kernel.__get_free_pages(GFP_KERNEL, 0)
    kernel.write32(address, 0x12345678)
    kernel.free_pages(address, 0)
    expect(kernel.get_zeroed_page(GFP_KERNEL)).toBe(address)
    expect(kernel.readBytes(address, 4096).every((byte) => byte === 0)).toBe(true)
  })

  test('stops the kernel with HIGHMEM, before it takes a page', () => {
    const before = freePages(kernel)
    expect(() => kernel.get_zeroed_page(GFP_HIGHUSER)).toThrow(KernelBug)
    expect(() => kernel.get_zeroed_page(GFP_HIGHUSER)).toThrow(/^get_zeroed_page: .*no address/)
    expect(freePages(kernel)).toBe(before)
  })

  test('returns NULL when there is no memory', () => {
    kernel.failPageAllocation()
    expect(kernel.get_zeroed_page(GFP_ATOMIC)).toBe(NULL)
  })
})

describe('a mask with ZERO', () => {
  test('clears high memory, too, which is mapped for that', () => {
    const events = during(kernel, () => kernel.alloc_pages(GFP_HIGHUSER | __GFP_ZERO, 1))
    const cleared = events.find(({ name }) => name === 'pages-cleared')
    expect(cleared?.values).toMatchObject({ order: 1, mapped: 2 })
    const low = during(kernel, () => kernel.alloc_pages(GFP_KERNEL | __GFP_ZERO, 1))
    expect(low.find(({ name }) => name === 'pages-cleared')?.values).toMatchObject({ mapped: 0 })
  })

  test('and HIGHMEM without WAIT stops the kernel, wherever the page lies', () => {
    const mask = GFP_ATOMIC | __GFP_HIGHMEM | __GFP_ZERO
    expect(() => kernel.alloc_pages(mask, 0)).toThrow(/^prep_zero_page: /)
    const small = boot({ megabytes: 64, highmem: true })
    expect(() => small.alloc_pages(mask, 0)).toThrow(KernelBug)
  })
})

test('DMA and HIGHMEM together ask for no zone: KernelBug', () => {
  expect(() => kernel.alloc_pages(GFP_DMA | __GFP_HIGHMEM, 0)).toThrow(/DMA and HIGHMEM/)
})
