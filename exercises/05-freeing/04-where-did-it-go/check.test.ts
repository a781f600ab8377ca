/** Judges the counts on machines with one and several CPUs. */
import { attempt, random } from 'kmalloc-course/check'
import {
  GFP_KERNEL,
  arraysOf,
  boot,
  freePages,
  objectsInUse,
  sharedArrayOf,
  slabsOf,
} from 'kmalloc-course/kernel'
import type { Kernel, kmem_cache } from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { listedPages, stations } from './start.ts'

/** Counted on the machine, place by place. */
function counted(kernel: Kernel, cache: kmem_cache) {
  const { partial, free } = slabsOf(kernel, cache)
  let [arrays, slabs, empty] = [0, 0, 0]
  for (const { entries } of arraysOf(kernel, cache)) arrays += entries.length
  for (const slab of partial) slabs += cache.num - slab.inuse
  for (const slab of free) empty += slab.free.length
  const shared = sharedArrayOf(kernel, cache)?.entries.length ?? 0
  return { callers: objectsInUse(kernel, cache).length, arrays, shared, slabs, empty }
}

function expectStations(kernel: Kernel, cache: kmem_cache, words: string, look: string): void {
  const wanted = counted(kernel, cache)
  attempt(`stations(kernel, ${cache.name}) ${words}`, { look }, () => {
    const told = stations(kernel, cache)
    for (const place of ['callers', 'arrays', 'shared', 'slabs', 'empty'] as const) {
      expect(told[place], `objects: ${place}`).toBe(wanted[place])
    }
  })
}

/** Takes `taken` objects of a new cache and gives back all but each `keep`-th. */
function used(kernel: Kernel, size: number, taken: number, keep: number): kmem_cache {
  const cache = kernel.kmem_cache_create(`own-${size}-${taken}`, size)
  if (cache === null) throw new Error(`no cache for ${size} bytes`)
  const objects = Array.from({ length: taken }, () => kernel.kmem_cache_alloc(cache, GFP_KERNEL))
  for (const [place, object] of objects.entries()) {
    if (place % keep !== 0) kernel.kmem_cache_free(cache, object)
  }
  return cache
}

const kernel = boot({ megabytes: 64, cpuLine: 64 })

test('stations: one CPU', () => {
  const look = 'What is out of its slab is with a caller or in an array.'
  expectStations(kernel, used(kernel, 700, 60, 1), 'with 60 objects out', look)
  expectStations(kernel, used(kernel, 300, 100, 4), 'with each fourth of 100 objects out', look)
})

test('stations: empty slabs', () => {
  const look = 'Count objects, also where nobody has any of them.'
  expectStations(kernel, used(kernel, 900, 100, 999), 'with 1 of 100 objects out', look)
})

test('stations: several CPUs', () => {
  const look = 'Each CPU has an array, and there is one for all.'
  for (const cpus of [2, 3]) {
    const several = boot({ smp: true, cpus, megabytes: 64 })
    const cache = used(several, random.integer(20, 60) * 8, 300, 3)
    several.onCpu(cpus - 1, () => {
      const more = Array.from({ length: 50 }, () => several.kmem_cache_alloc(cache, GFP_KERNEL))
      for (const object of more.slice(7)) several.kmem_cache_free(cache, object)
    })
    expectStations(several, cache, `on ${cpus} CPUs`, look)
  }
})

test('stations: any cache', () => {
  for (let round = 0; round < 8; round++) {
    const size = 40 + 200 * round + 4 * random.integer(0, 20)
    const cache = used(kernel, size, random.integer(2, 59), random.integer(1, 6))
    expectStations(kernel, cache, 'after some use', 'All of them together are all objects.')
  }
})

test('listedPages: blocks have pages', () => {
  const look = 'What is the length of a block of that column?'
  for (const [text, pages] of [
    ['Node 0, zone   Normal      0      0      0      1', 8],
    ['Node 0, zone      DMA      5      1', 7],
    [
      'Node 0, zone      DMA      1      0      2 \nNode 0, zone   Normal      4      1      0 \n',
      15,
    ],
  ] as const) {
    attempt(`listedPages(${JSON.stringify(text)})`, { look }, () =>
      expect(listedPages(text), 'pages').toBe(pages),
    )
  }
})

test('listedPages: the text of a machine', () => {
  const pages = freePages(kernel) - onPageLists(kernel)
  attempt(
    'listedPages(kernel.buddyinfo()) on a machine with 64 MB',
    { look: 'Each line is a zone.' },
    () => expect(listedPages(kernel.buddyinfo()), 'pages').toBe(pages),
  )
})

/** Free pages in the lists of the CPUs, which buddyinfo does not count. */
function onPageLists({ machine }: Kernel): number {
  const lists = machine.zones.flatMap(({ pageset }) => pageset.flat())
  return lists.reduce((sum, { count }) => sum + count, 0)
}
