/** Judges the table by itself, then by the caches that whole kernels make from it, as the real one did. */
import { attempt, random, sample } from 'kmalloc-course/check'
import { boot } from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { measured } from './measured.ts'
import { kmallocSizes, type Build } from './start.ts'

const pc: Build = { kernelLine: 128, pageSize: 4096, mmu: true, largeAllocs: false }

/** The same from the other end: the largest size halved again and again, and what stands between. */
function expected({ kernelLine, pageSize, mmu, largeAllocs }: Build): number[] {
  const sizes: number[] = []
  let size = 131072
  if (!mmu) size *= largeAllocs ? 256 : 8
  for (; size >= 64; size /= 2) {
    sizes.unshift(size)
    if (size === 256 && kernelLine <= 64) sizes.unshift(192)
    if (size === 128 && kernelLine <= 32) sizes.unshift(96)
  }
  return pageSize === 4096 ? [32, ...sizes] : sizes
}

function inWords({ kernelLine, pageSize, mmu, largeAllocs }: Build): string {
  const parts = [`lines of ${kernelLine} bytes`, `pages of ${pageSize}`]
  parts.push(mmu ? 'an MMU' : 'no MMU')
  if (largeAllocs) parts.push('CONFIG_LARGE_ALLOCS')
  return `kmallocSizes for a kernel built for ${parts.join(', ')}`
}

function expectTable(build: Build, look: string): void {
  attempt(inWords(build), { look }, () => expect(kmallocSizes(build)).toEqual(expected(build)))
}

test('the sizes of PCs: the line of the build decides about 96 and 192', () => {
  const look = 'Which sizes does the header add for lines shorter than 64, and than 128?'
  for (const kernelLine of [128, 64, 32, 16]) expectTable({ ...pc, kernelLine }, look)
})

test('a CPU with longer pages', () => {
  const look = 'One size is there only with pages of 4096 bytes.'
  expectTable({ ...pc, pageSize: 8192 }, look)
  expectTable({ ...pc, pageSize: 65536, kernelLine: 32 }, look)
})

test('a device without an MMU', () => {
  const look = 'Where does the table end without an MMU, and where with CONFIG_LARGE_ALLOCS?'
  expectTable({ ...pc, mmu: false, kernelLine: 16 }, look)
  expectTable({ ...pc, mmu: false, largeAllocs: true, kernelLine: 32 }, look)
})

test('CONFIG_LARGE_ALLOCS on a machine with an MMU', () => {
  expectTable({ ...pc, largeAllocs: true }, 'With an MMU the table ends at 131072.')
})

test('any build', () => {
  const builds = sample(20, () => ({
    kernelLine: random.pick([16, 32, 64, 128]),
    pageSize: random.pick([4096, 8192, 16384]),
    mmu: random.pick([true, false]),
    largeAllocs: random.pick([true, false]),
  }))
  for (const build of builds)
    expectTable(build, 'Go through the questions of the header one by one.')
})

test('a kernel with your table makes the caches of the real one', () => {
  for (const { kernelLine, cpuLine, megabytes, rows } of measured) {
    attempt(
      `boot with your kmallocSizes: built for lines of ${kernelLine} bytes, on a CPU with lines of ${cpuLine}`,
      { look: 'Every size of your table becomes a cache. One too many, or one missing?' },
      () => {
        const kernel = boot({ kernelLine, cpuLine, megabytes, overrides: { kmallocSizes } })
        const made = kernel.malloc_sizes.map(
          ({ cs_size, cs_cachep: { objsize, num, gfporder } }) => [cs_size, objsize, num, gfporder],
        )
        expect(made, 'size, length of an object, objects per slab, order').toEqual(rows)
      },
    )
  }
})
