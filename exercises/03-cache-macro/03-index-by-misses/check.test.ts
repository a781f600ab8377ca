/** Judges the count on headers made up, then inside of kernels by what the real one gave. */
import { attempt, random, sample } from 'kmalloc-course/check'
import { GFP_KERNEL, NULL, boot } from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { measured } from '../../02-size-table/02-find-the-cache/measured.ts'
import { indexOf, type Header } from './start.ts'

const headerOf =
  (sizes: readonly number[]): Header =>
  (CACHE) => {
    for (const size of sizes) CACHE(size)
  }

/** Looks from the end: the last length that is too short is the one before the answer. */
function expected(sizes: readonly number[], size: number): number {
  const place = sizes.findLastIndex((length) => length < size) + 1
  return place === sizes.length ? -1 : place
}

function expectIndex(sizes: readonly number[], size: number, look: string): void {
  attempt(`indexOf(a header with ${sizes.join(', ')}; ${size})`, { look }, () => {
    let included = 0
    const include: Header = (CACHE) => {
      included++
      headerOf(sizes)(CACHE)
    }
    expect(indexOf(include, size), 'place').toBe(expected(sizes, size))
    expect(included, 'times the header was included').toBe(1)
  })
}

test('the first length that fits', () => {
  const look = 'How many lengths are too short? What about those behind the right one?'
  for (const size of [100, 33, 1, 200, 97]) expectIndex([32, 64, 96, 128, 256], size, look)
})

test('a length that is just as long', () => {
  const look = '64 bytes fit into 64.'
  for (const size of [64, 32, 128]) expectIndex([32, 64, 128], size, look)
})

test('nothing, and too much', () => {
  expectIndex([32, 64], 0, '0 is not larger than the first length.')
  expectIndex([32, 64], 65, 'When no length fits, the place is -1.')
  expectIndex([8], 9, 'When no length fits, the place is -1.')
})

test('random headers', () => {
  for (const steps of sample(20, () => random.integer(1, 9))) {
    const sizes: number[] = []
    for (let i = 0; i < steps; i++) sizes.push((sizes.at(-1) ?? 0) + random.integer(1, 40))
    const size = random.integer(0, (sizes.at(-1) ?? 0) + 2)
    expectIndex(sizes, size, 'Go along the header by hand and count.')
  }
})

test('kmalloc with your count, compared with the real one', () => {
  const kmem_find_general_cachep = (sizes: readonly number[], size: number): number =>
    indexOf(headerOf(sizes), size)
  for (const { line, rows } of measured) {
    const kernel = attempt(
      `boot with your indexOf, built for lines of ${line} bytes`,
      { look: 'Boot asks for small objects while it makes the caches. Do the checks above pass?' },
      () => boot({ kernelLine: line, cpuLine: line, overrides: { kmem_find_general_cachep } }),
    )
    for (const [smallest, largest, bytes] of rows) {
      for (const size of [smallest, random.integer(smallest, largest), largest]) {
        attempt(
          `ksize(kmalloc(${size}, GFP_KERNEL)) there`,
          { look: 'Count along the table.' },
          () => {
            const object = kernel.kmalloc(size, GFP_KERNEL)
            expect(object === NULL ? 0 : kernel.ksize(object), 'bytes').toBe(bytes)
            kernel.kfree(object)
          },
        )
      }
    }
  }
})
