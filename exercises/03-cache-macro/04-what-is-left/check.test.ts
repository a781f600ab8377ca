/** Judges calls as they stand in drivers, for the tables of several builds. */
import { attempt, random, sample } from 'kmalloc-course/check'
import { expect, test } from 'vitest'
import { whatIsLeft, type Call, type Left } from './start.ts'

const pentium4 = [32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072]
const pentium3 = [32, 64, 96, 128, 192, ...pentium4.slice(3)]

/** From the other side: counts what is too short. */
function expected({ size, dma }: Call, sizes: readonly number[]): Left {
  const nothing = { place: null, pointer: null }
  if (size === null) return { calls: '__kmalloc', ...nothing }
  const place = sizes.filter((length) => length < size).length
  if (place === sizes.length) return { calls: 'nothing', ...nothing }
  const pointers = { true: 'cs_dmacachep', false: 'cs_cachep', null: 'either' } as const
  return { calls: 'kmem_cache_alloc', place, pointer: pointers[`${dma}`] }
}

function expectLeft(call: Call, sizes: readonly number[], written: string, look: string): void {
  const build = sizes === pentium3 ? ', built for a Pentium III' : ''
  attempt(`${written}${build}`, { look }, () =>
    expect(whatIsLeft(call, sizes)).toEqual(expected(call, sizes)),
  )
}

function inC({ size, dma }: Call): string {
  const flags = dma === null ? 'flags' : dma ? 'GFP_KERNEL | GFP_DMA' : 'GFP_KERNEL'
  return `kmalloc(${size ?? 'length'}, ${flags})`
}

test('sizes that the compiler knows', () => {
  const look = 'The chain is worked out when the kernel is compiled.'
  expectLeft(
    { size: 100, dma: false },
    pentium4,
    'kmalloc(sizeof(struct packet), GFP_KERNEL), 100 bytes',
    look,
  )
  expectLeft(
    { size: 100, dma: false },
    pentium3,
    'kmalloc(sizeof(struct packet), GFP_KERNEL), 100 bytes',
    look,
  )
  expectLeft({ size: 4096, dma: false }, pentium4, 'kmalloc(PAGE_SIZE, GFP_ATOMIC)', look)
})

test('sizes that are known when the kernel runs', () => {
  const look = 'Without the size the compiler cannot work the chain out.'
  expectLeft({ size: null, dma: false }, pentium4, 'kmalloc(count * sizeof(int), GFP_KERNEL)', look)
  expectLeft({ size: null, dma: null }, pentium4, 'kmalloc(length, flags)', look)
})

test('the pointer, by the flags', () => {
  const look =
    'GFP_DMA picks one of two pointers of the same place. What if the flags are not known?'
  for (const dma of [true, false, null]) {
    const call = { size: 512, dma }
    expectLeft(call, pentium4, inC(call), look)
  }
})

test('the ends of the table', () => {
  const look = 'Follow the chain to its last comparison. What stands behind it?'
  for (const size of [131072, 131073, 200000, 0, 64, 65]) {
    const call = { size, dma: false }
    expectLeft(call, pentium4, inC(call), look)
  }
})

test('random calls', () => {
  for (const size of sample(25, () =>
    random.pick([null, 0, random.integer(1, 140000), random.integer(1, 300)]),
  )) {
    const call = { size, dma: random.pick([true, false, null]) }
    expectLeft(call, random.pick([pentium4, pentium3]), inC(call), 'Size first, then the flags.')
  }
})
