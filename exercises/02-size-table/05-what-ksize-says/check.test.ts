/** Judges names and lengths by what the real kernel had, and beside machines with other lines. */
import { attempt, random, sample } from 'kmalloc-course/check'
import { GFP_KERNEL, boot } from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { measured } from '../01-build-the-table/measured.ts'
import { className, ksizeOf } from './start.ts'

function expectName(size: number, kernelLine: number, wanted: string | null): void {
  attempt(
    `className(${size}, ${kernelLine})`,
    { look: 'Which lengths are in the table of this build?' },
    () => expect(className(size, kernelLine)).toBe(wanted),
  )
}

function expectLength(
  size: number,
  [kernelLine, cpuLine]: readonly [number, number],
  wanted: number,
  look: string,
): void {
  attempt(`ksizeOf(${size}, ${kernelLine}, ${cpuLine})`, { look }, () =>
    expect(ksizeOf(size, kernelLine, cpuLine), 'bytes').toBe(wanted),
  )
}

test('className: the table of the build', () => {
  expectName(90, 32, 'size-96')
  expectName(90, 64, 'size-128')
  expectName(192, 64, 'size-192')
  expectName(192, 128, 'size-256')
  expectName(0, 16, 'size-32')
  expectName(131072, 128, 'size-131072')
  expectName(131073, 32, null)
})

test('ksizeOf: a kernel on the CPU that it was built for', () => {
  const look = 'Here name and length are the same.'
  expectLength(90, [32, 32], 96, look)
  expectLength(150, [64, 64], 192, look)
  expectLength(5000, [128, 128], 8192, look)
  expectLength(131073, [32, 32], 0, 'What is refused has no length.')
})

test('ksizeOf: small objects share a line', () => {
  const look = 'As long as the object fits into half of the alignment, the alignment is halved.'
  expectLength(10, [128, 128], 32, look)
  expectLength(40, [64, 128], 64, look)
  expectLength(20, [32, 64], 32, look)
  expectLength(0, [32, 64], 32, 'A size of 0 gets an object, too. Which one?')
})

test('ksizeOf: a kernel on a CPU with longer lines', () => {
  const look = 'The objects begin on lines of the CPU that the kernel runs on.'
  expectLength(90, [32, 128], 128, look)
  expectLength(90, [16, 64], 128, look)
  expectLength(180, [32, 128], 256, look)
  expectLength(180, [64, 128], 256, look)
  expectLength(180, [32, 64], 192, look)
})

test('ksizeOf: a kernel on a CPU with shorter lines', () => {
  const look = 'The table was compiled in; the CPU adds nothing to it.'
  expectLength(90, [128, 32], 128, look)
  expectLength(150, [64, 32], 192, look)
})

test('both, as measured on the real kernel', () => {
  for (const { kernelLine, cpuLine, rows } of measured) {
    for (const [size = 0, objsize = 0] of rows) {
      expectLength(size, [kernelLine, cpuLine], objsize, 'The same rule with other numbers.')
      expectName(size, kernelLine, `size-${size}`)
    }
  }
})

test('random sizes, beside machines with any lines', () => {
  for (const kernelLine of [16, 64, 128]) {
    const cpuLine = random.pick([16, 32, 64, 128])
    const kernel = boot({ kernelLine, cpuLine })
    for (const size of sample(12, () => random.integer(0, 600))) {
      const object = kernel.kmalloc(size, GFP_KERNEL)
      const look = 'First the class, from the build. Then its length, on the CPU.'
      expectLength(size, [kernelLine, cpuLine], kernel.ksize(object), look)
    }
  }
})
