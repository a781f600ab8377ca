/** /proc/meminfo, to the letter, and its figures as the machine changes. */
import { describe, expect, test } from 'vitest'
import { boot, GFP_HIGHUSER, GFP_KERNEL, type Kernel } from '#kernel/index.ts'

/** One figure, in kilobytes. */
function figure(kernel: Kernel, name: string): number {
  return Number(new RegExp(`^${name}: +(\\d+) kB$`, 'm').exec(kernel.meminfo())?.[1])
}

test('23 lines, each with its name, a number in its columns, and kB', () => {
  expect(boot().meminfo()).toBe(
    [
      'MemTotal:       256628 kB',
      'MemFree:        256420 kB',
      'Buffers:             0 kB',
      'Cached:              0 kB',
      'SwapCached:          0 kB',
      'Active:              0 kB',
      'Inactive:            0 kB',
      'HighTotal:           0 kB',
      'HighFree:            0 kB',
      'LowTotal:       256628 kB',
      'LowFree:        256420 kB',
      'SwapTotal:           0 kB',
      'SwapFree:            0 kB',
      'Dirty:               0 kB',
      'Writeback:           0 kB',
      'Mapped:              0 kB',
      'Slab:               28 kB',
      'CommitLimit:    128312 kB',
      'Committed_AS:        0 kB',
      'PageTables:          0 kB',
      'VmallocTotal:   778220 kB',
      'VmallocUsed:         0 kB',
      'VmallocChunk:   778220 kB',
      '',
    ].join('\n'),
  )
})

describe('what the figures follow', () => {
  test('memory above 896 MB is counted apart, and shortens the area for vmalloc', () => {
    const kernel = boot({ megabytes: 1024, highmem: true })
    expect(figure(kernel, 'HighTotal')).toBe(128 * 1024)
    expect(figure(kernel, 'LowTotal')).toBe(figure(kernel, 'MemTotal') - 128 * 1024)
    expect(figure(kernel, 'VmallocTotal')).toBe(114680)

    const before = [figure(kernel, 'HighFree'), figure(kernel, 'LowFree')]
    kernel.alloc_pages(GFP_HIGHUSER, 3)
    expect([figure(kernel, 'HighFree'), figure(kernel, 'LowFree')]).toEqual([
      before[0]! - 32,
      before[1],
    ])
  })

  test('Slab grows with the slabs, and shrinks when they go', () => {
    const kernel = boot()
    const before = figure(kernel, 'Slab')
    const cache = kernel.kmem_cache_create('large', 100_000)
    const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    expect(figure(kernel, 'Slab')).toBe(before + 128)
    kernel.kmem_cache_free(cache, object)
    expect(kernel.kmem_cache_destroy(cache)).toBe(0)
    expect(figure(kernel, 'Slab')).toBe(before)
  })

  test('half of all memory may be promised', () => {
    const kernel = boot({ megabytes: 64 })
    const pages = figure(kernel, 'MemTotal') / 4
    expect(figure(kernel, 'CommitLimit')).toBe(4 * Math.floor(pages / 2))
  })

  test('pages of files are cached, those on their way to swap beside them, and dirty ones are told', () => {
    const kernel = boot()
    kernel.fillPageCache({ pages: 10, kind: 'clean' })
    kernel.fillPageCache({ pages: 5, kind: 'needs-fs', accessed: 2 })
    kernel.fillPageCache({ pages: 3, kind: 'needs-io' })
    expect(figure(kernel, 'Cached')).toBe(60)
    expect(figure(kernel, 'SwapCached')).toBe(12)
    expect(figure(kernel, 'Dirty')).toBe(20)
    expect([figure(kernel, 'Active'), figure(kernel, 'Inactive')]).toEqual([20, 52])
  })

  test('memory of a process is mapped, and all that it may use is promised', () => {
    const kernel = boot()
    kernel.startTask({ comm: 'editor', pages: 100, total_vm: 250 })
    expect(figure(kernel, 'Mapped')).toBe(400)
    expect(figure(kernel, 'Committed_AS')).toBe(1000)
  })
})
