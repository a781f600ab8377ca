/** Judges the walk by itself, then inside of kernels, by what the real one gave for every size. */
import { attempt, random, sample } from 'kmalloc-course/check'
import { GFP_KERNEL, NULL, boot } from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { measured } from './measured.ts'
import { kmem_find_general_cachep } from './start.ts'

const pentium3 = [
  32, 64, 96, 128, 192, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072,
]

/** Counts what is too short: that many places come before the right one. */
function expected(sizes: readonly number[], size: number): number {
  let place = 0
  for (const length of sizes) if (length < size) place++
  return place === sizes.length ? -1 : place
}

function expectPlace(sizes: readonly number[], size: number, look: string): void {
  const table =
    sizes.length > 6 ? `${sizes.slice(0, 5).join(', ')} … ${sizes.at(-1)}` : sizes.join(', ')
  attempt(`kmem_find_general_cachep([${table}], ${size})`, { look }, () =>
    expect(kmem_find_general_cachep(sizes, size), 'place in the table').toBe(expected(sizes, size)),
  )
}

test('the first length that will do', () => {
  const look = 'Begin at the smallest length. Is it long enough?'
  for (const size of [100, 1, 33, 5000, 193]) expectPlace(pentium3, size, look)
  expectPlace([1000, 3000], 2000, look)
})

test('a length does if it is just as long', () => {
  const look = 'An object of 64 bytes holds 64 bytes.'
  for (const size of [64, 32, 4096, 131072]) expectPlace(pentium3, size, look)
  expectPlace([40, 41], 40, look)
})

test('more than the table has', () => {
  const look = 'kmalloc gives all that was asked for, or nothing.'
  expectPlace(pentium3, 131073, look)
  expectPlace([32, 64], 65, look)
})

test('nothing at all', () => {
  expectPlace(pentium3, 0, 'Is 0 larger than the first length?')
})

test('any table', () => {
  for (const steps of sample(25, () => random.integer(1, 12))) {
    const sizes: number[] = []
    for (let i = 0; i < steps; i++) sizes.push((sizes.at(-1) ?? 0) + 4 * random.integer(1, 60))
    const near = random.pick(sizes) + random.integer(-1, 1)
    expectPlace(sizes, near, 'Go through this table by hand.')
  }
})

test('kmalloc with your walk, compared with the real one', () => {
  for (const { line, rows } of measured) {
    const machine = { kernelLine: line, cpuLine: line }
    const kernel = attempt(
      `boot with your kmem_find_general_cachep, built for lines of ${line} bytes`,
      { look: 'Boot asks for small objects while it makes the caches. Do the checks above pass?' },
      () => boot({ ...machine, overrides: { kmem_find_general_cachep } }),
    )
    for (const [smallest, largest, bytes] of rows) {
      for (const size of [smallest, random.integer(smallest, largest), largest]) {
        attempt(
          `ksize(kmalloc(${size}, GFP_KERNEL)) there`,
          { look: 'Which length of the table should it be?' },
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
