/** Judges a plan by itself, then inside of a kernel by where the slabs of the real one began. */
import { attempt, random, sample } from 'kmalloc-course/check'
import { GFP_KERNEL, boot, locate, watchEvents, type GrowingCache } from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { measured } from './measured.ts'
import { layOutSlab } from './start.ts'

const END = 0xffff

const onSlab: GrowingCache = {
  num: 11,
  objsize: 700,
  slab_size: 48,
  offSlab: false,
  colour: 3,
  colour_off: 128,
  colour_next: 0,
}
const offSlab: GrowingCache = { ...onSlab, num: 4, objsize: 900, slab_size: 32, offSlab: true }

function inWords(cache: GrowingCache): string {
  const { num, slab_size, colour, colour_off, colour_next } = cache
  const where = cache.offSlab ? 'elsewhere' : 'in the slab'
  return `${num} objects, ${slab_size} bytes of notes ${where}, colour ${colour_next} of ${colour}, ${colour_off} apart`
}

function expectPlaces(cache: GrowingCache, look: string): void {
  attempt(`layOutSlab, where things begin: ${inWords(cache)}`, { look }, () => {
    let place = 0
    for (let step = 0; step < cache.colour_next; step++) place += cache.colour_off
    const { notes, colouroff } = layOutSlab(cache)
    expect(notes, 'notes').toBe(cache.offSlab ? null : place)
    if (!cache.offSlab) place += cache.slab_size
    expect(colouroff, 'colouroff').toBe(place)
  })
}

function expectChain(cache: GrowingCache, look: string): void {
  attempt(`layOutSlab, the chain: ${inWords(cache)}`, { look }, () => {
    const { free, bufctl } = layOutSlab(cache)
    const order: number[] = []
    let next = free
    while (next !== END && order.length <= cache.num) {
      order.push(next)
      next = bufctl[next] ?? END
    }
    expect(order, 'objects in the order of the chain').toEqual([...Array(cache.num).keys()])
    expect(bufctl, 'links').toHaveLength(cache.num)
  })
}

function expectNextColour(cache: GrowingCache, look: string): void {
  attempt(`layOutSlab, the next colour: ${inWords(cache)}`, { look }, () => {
    const last = cache.colour_next + 1 >= cache.colour
    expect(layOutSlab(cache).colour_next, 'colour_next').toBe(last ? 0 : cache.colour_next + 1)
  })
}

test('where notes and objects begin', () => {
  const look = 'What is shifted by the colour, and what comes first?'
  expectPlaces(onSlab, look)
  expectPlaces({ ...onSlab, colour_next: 2 }, look)
})

test('notes that are kept elsewhere', () => {
  const look = 'Only objects are in such a slab.'
  expectPlaces(offSlab, look)
  expectPlaces({ ...offSlab, colour_next: 1 }, look)
})

test('the chain', () => {
  const look = 'A new slab gives its objects in order. What comes after the last object?'
  expectChain(onSlab, look)
  expectChain({ ...offSlab, num: 1 }, look)
})

test('the colours take turns', () => {
  const look = 'After the last colour comes the first one. They are counted from 0.'
  for (const colour_next of [0, 1, 2]) expectNextColour({ ...onSlab, colour_next }, look)
  for (const colour of [0, 1]) expectNextColour({ ...offSlab, colour }, look)
})

test('any cache', () => {
  for (const num of sample(12, () => random.integer(1, 100))) {
    const colour = random.integer(1, 30)
    const cache: GrowingCache = {
      num,
      objsize: 4 * random.integer(1, 200),
      slab_size: 32 * random.integer(1, 8),
      offSlab: random.integer(0, 1) === 1,
      colour,
      colour_off: random.pick([32, 64, 128]),
      colour_next: random.integer(0, colour - 1),
    }
    expectPlaces(cache, 'Draw the slab from its first byte on.')
    expectChain(cache, 'Go along the chain.')
    expectNextColour(cache, 'Count the colours.')
  }
})

for (const { line, rows } of measured) {
  test(`a kernel with your slabs, compared with the real one: lines of ${line} bytes`, () => {
    const machine = { kernelLine: line, cpuLine: line }
    const kernel = attempt(
      'boot with your layOutSlab',
      { look: 'Boot makes its first slabs with your plan. Do the checks above pass?' },
      () => boot({ ...machine, overrides: { layOutSlab } }),
    )
    for (const [size, align, flags, shifts] of rows) {
      attempt(
        `the first ${shifts.length} slabs of a cache for ${size} bytes, alignment ${align}, flags 0x${flags.toString(16)}`,
        { look: 'By how many bytes is one slab after the other shifted?' },
        () => {
          const cache = kernel.kmem_cache_create(`c-${size}-${align}-${flags}`, size, align, flags)
          if (cache === null) throw new Error('no cache')
          const told: number[] = []
          const stop = watchEvents(kernel, ({ name, cache: whose, values }) => {
            if (name === 'pages' && whose === cache) told.push(values['offset'] ?? -1)
          })
          const first = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
          while (told.length < shifts.length) kernel.kmem_cache_alloc(cache, GFP_KERNEL)
          stop()
          expect(told, 'shift of each slab, in bytes').toEqual(shifts)
          const batch = Math.min(16, cache.num, cache.batchcount)
          expect(locate(kernel, first)?.object, 'first object handed out').toBe(batch - 1)
        },
      )
    }
  })
}
