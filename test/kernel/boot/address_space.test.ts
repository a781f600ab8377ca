/** Where the kernel's areas of addresses lie, for different machines. */
import { describe, expect, test } from 'vitest'
import { boot, type BootOptions } from '#kernel/index.ts'
import {
  FIXADDR_START,
  high_memory,
  VMALLOC_END,
  VMALLOC_START,
} from '#kernel/boot/address_space.ts'
import { hex } from '#lib/hex.ts'

const machine = (options: BootOptions) => boot(options).machine

test.each([
  [64, '0xc4000000', '0xc4800000'],
  [100, '0xc6400000', '0xc7000000'],
  [128, '0xc8000000', '0xc8800000'],
  [256, '0xd0000000', '0xd0800000'],
  [1024, '0xf8000000', '0xf8800000'],
])('with %i MB the direct map ends at %s, and vmalloc begins at %s', (megabytes, end, start) => {
  const found = machine({ megabytes })
  expect([hex(high_memory(found)), hex(VMALLOC_START(found))]).toEqual([end, start])
})

describe('the end of vmalloc', () => {
  test('is the window for kmap where the kernel uses high memory, even if there is none', () => {
    expect(hex(VMALLOC_END(machine({ megabytes: 64, highmem: true })))).toBe('0xff7fe000')
  })

  test('is otherwise where the fixed pages begin, and kernels for several processors have more of them', () => {
    expect(hex(VMALLOC_END(machine({})))).toBe('0xffffb000')
    expect(hex(VMALLOC_END(machine({ cpus: 2 })))).toBe('0xfffee000')
  })
})

test('each processor that the kernel was built for has its own pages for kmap_atomic()', () => {
  const start = (nrCpus: number): number =>
    FIXADDR_START(machine({ highmem: true, smp: true, nrCpus }))
  expect(start(4) - start(8)).toBe(4 * 13 * 4096)
})
