/** Judges each meaning on headers made up, then lets whole kernels make their caches from all of it. */
import { attempt, random, sample } from 'kmalloc-course/check'
import { boot } from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { measured } from '../../02-size-table/01-build-the-table/measured.ts'
import { eachSize, losses, names, table, type Header } from './start.ts'

const headerOf =
  (sizes: readonly number[]): Header =>
  (CACHE) => {
    for (const size of sizes) CACHE(size)
  }

/** Headers that the task does not mention. */
const made: readonly (readonly number[])[] = [[32, 64, 96, 128, 192], [8], [10, 100, 1000], []]
const drawn = (): (readonly number[])[] =>
  sample(8, () => random.integer(1, 8)).map((count) => {
    const sizes: number[] = []
    for (let i = 0; i < count; i++) sizes.push((sizes.at(-1) ?? 0) + random.integer(1, 300))
    return sizes
  })

test('eachSize: the lengths of kmalloc, by the line of the build', () => {
  for (const line of [128, 64, 32, 16]) {
    const look = 'Which lengths does the header add for short lines?'
    attempt(`eachSize(${line}, CACHE)`, { look }, () => {
      const called: number[] = []
      eachSize(line, (x) => called.push(x))
      const most = measured.find(({ kernelLine }) => kernelLine === line)
      expect(called, 'the lengths CACHE was called with').toEqual(most?.rows.map(([size]) => size))
    })
  }
})

test('table: all lengths of any header', () => {
  for (const sizes of [...made, ...drawn()]) {
    const look = 'The header that is given decides, and nothing else.'
    attempt(`table of a header with ${sizes.join(', ') || 'nothing'}`, { look }, () =>
      expect(table(headerOf(sizes))).toEqual(sizes),
    )
  }
})

test('names: two for each length', () => {
  for (const sizes of [...made, ...drawn()]) {
    const look = 'As slabinfo shows them: size-N, and size-N(DMA).'
    attempt(`names of a header with ${sizes.join(', ') || 'nothing'}`, { look }, () =>
      expect(names(headerOf(sizes))).toEqual(
        sizes.map((size) => ({ name: `size-${size}`, name_dma: `size-${size}(DMA)` })),
      ),
    )
  }
})

test('losses: what the worst request of each length loses', () => {
  for (const sizes of [...made, ...drawn()]) {
    const look = 'The worst request is one byte more than the length before.'
    attempt(`losses of a header with ${sizes.join(', ') || 'nothing'}`, { look }, () => {
      const wanted = sizes.map((size, i) => size - (i === 0 ? 1 : (sizes[i - 1] ?? 0) + 1))
      expect(losses(headerOf(sizes))).toEqual(wanted)
    })
  }
})

test('kernels with your list and your names, compared with the real one', () => {
  for (const { kernelLine, cpuLine, megabytes, rows } of measured) {
    const look = 'The caches are made from your table, and named by your names.'
    attempt(`/proc/slabinfo of a kernel built for lines of ${kernelLine} bytes`, { look }, () => {
      const kernel = boot({
        kernelLine,
        cpuLine,
        megabytes,
        overrides: {
          kmallocSizes: (build) => table((CACHE) => eachSize(build.kernelLine, CACHE)),
          cacheNames: (sizes) => names(headerOf(sizes)),
        },
      })
      const shown = kernel.slabinfo().match(/^size-\S+/gm) ?? []
      const wanted = rows.flatMap(([size]) => [`size-${size}`, `size-${size}(DMA)`]).reverse()
      expect(shown, 'names in slabinfo').toEqual(wanted)
    })
  }
})
