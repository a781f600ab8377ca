/** Tuning a cache by writing to /proc/slabinfo. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  arrayOf,
  boot,
  findProblems,
  GFP_KERNEL,
  KernelBug,
  sharedArrayOf,
  type Kernel,
  type kmem_cache,
  type VirtualAddress,
} from '#kernel/index.ts'
import { failTwice } from '../fail_twice.ts'
import { existing } from '../../existing.ts'

let kernel: Kernel
let cache: kmem_cache
beforeEach(() => {
  kernel = boot()
  cache = existing(kernel.caches().find(({ name }) => name === 'size-128'))
})

const take = (count: number): VirtualAddress[] =>
  Array.from({ length: count }, () => kernel.kmalloc(128, GFP_KERNEL))

describe('slabinfo_write', () => {
  test('gives a cache another array, and returns the length of the text', () => {
    expect(kernel.slabinfo_write('size-128 30 10 0\n')).toBe(17)
    expect(arrayOf(kernel, cache)).toMatchObject({
      limit: 30,
      batchcount: 10,
      avail: 0,
      touched: 0,
    })
    expect(cache.free_limit).toBe(2 * 10 + 31)
    expect(kernel.slabinfo()).toMatch(/^size-128 .*: tunables {3}30 {3}10 {4}0 /m)
  })

  test('the objects in the old array go back to their slabs', () => {
    for (const address of take(60)) kernel.kfree(address)
    const free = cache.free_objects + arrayOf(kernel, cache).avail
    kernel.slabinfo_write('size-128 110 60 0')
    expect(arrayOf(kernel, cache).avail).toBe(0)
    expect(cache.free_objects).toBe(free)
    expect(findProblems(kernel)).toEqual([])
  })

  test('with a shared factor, a full array gives its oldest batch to all processors', () => {
    kernel.slabinfo_write('size-128 4 2 3')
    expect(sharedArrayOf(kernel, cache)).toMatchObject({ limit: 6, avail: 0 })
    const [first, second, ...others] = take(6)
    for (const address of [first, second, ...others]) kernel.kfree(address ?? 0)
    expect(sharedArrayOf(kernel, cache)?.entries).toEqual([first, second])
    expect(kernel.slabinfo()).toMatch(/^size-128 .*: tunables {4}4 {4}2 {4}3 : .* 2$/m)
  })

  test.each([
    ['no text', ''],
    ['a name alone', 'size-128'],
    ['two numbers', 'size-128 30 10'],
    ['no such cache', 'size-100 30 10 0'],
    ['a plus sign', 'size-128 +30 10 0'],
    ['two numbers and one that begins with a minus sign', 'size-128 30 10-1'],
    ['a number without spaces', 'size-128 30100'],
    ['a limit of 0', 'size-128 0 1 0'],
    ['a batch of 0', 'size-128 30 0 0'],
    ['a batch larger than the limit', 'size-128 10 11 0'],
    ['a negative shared factor', 'size-128 30 10 -1'],
    ['more than 128 characters', `size-128 30 10 0${' '.repeat(120)}`],
  ])('%s is refused with -22, and nothing changes', (_, text) => {
    expect(kernel.slabinfo_write(text)).toBe(-22)
    expect(arrayOf(kernel, cache).limit).toBe(120)
  })

  test('an array for which there is no memory is refused with -12', () => {
    failTwice(kernel)
    expect(kernel.slabinfo_write('size-128 30000 100 0')).toBe(-12)
    expect(arrayOf(kernel, cache).limit).toBe(120)
  })

  test('an array larger than the largest cache for kmalloc is an oops', () => {
    expect(() => kernel.slabinfo_write('size-128 32765 100 0')).toThrow(KernelBug)
    expect(kernel.slabinfo_write('size-128 32764 100 0')).toBe(20)
  })
})
