/** Judges the price by what full slabs really take from a machine. */
import { attempt, random, sample } from 'kmalloc-course/check'
import { GFP_KERNEL, PAGE_SIZE, boot, slabAt, slabsOf, type Kernel } from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { cheapestUpTo, costOf } from './start.ts'

const machines = [
  ['the usual machine', { profile: 'article' }],
  ['a Pentium III laptop', { profile: 'p3-laptop' }],
  ['a Pentium III kernel on a Pentium 4', { profile: 'p3-on-p4' }],
  ['a 32 MB machine, lines of 64 bytes', { megabytes: 32, kernelLine: 64, cpuLine: 64 }],
] as const

/** Asks until a slab is full, and looks what it took: its pages, and the object that holds its notes. */
function measuredCost(kernel: Kernel, size: number): number {
  for (;;) {
    const object = kernel.kmalloc(size, GFP_KERNEL)
    const slab = slabAt(kernel, object)
    if (slab === null) return 0
    const { cache } = slab
    const full = slabsOf(kernel, cache).full.at(0)
    if (full === undefined) continue
    const pages = PAGE_SIZE * 2 ** cache.gfporder
    const home = slabAt(kernel, full.descriptor)?.cache
    const notes = home === undefined || home.name === cache.name ? 0 : home.objsize
    return (pages + notes) / cache.num
  }
}

function expectCost(kernel: Kernel, where: string, size: number, look: string): void {
  const wanted = measuredCost(kernel, size)
  attempt(`costOf(kernel, ${size}) on ${where}`, { look }, () =>
    expect(costOf(kernel, size), 'bytes').toBeCloseTo(wanted, 6),
  )
}

const [[where, usual]] = machines

test('costOf: small objects share a page with their notes', () => {
  const look = 'How many objects share a page?'
  for (const size of [100, 1, 64, 200]) expectCost(boot(usual), where, size, look)
  expectCost(boot(usual), where, 0, 'What does kmalloc give for a size of 0?')
})

test('costOf: large objects have their notes elsewhere', () => {
  const look = 'The notes lie in an object of another cache. How long is that?'
  for (const size of [4096, 4097, 131072]) expectCost(boot(usual), where, size, look)
})

test('costOf: several objects share notes that are elsewhere', () => {
  const look = 'The notes are for the whole slab.'
  for (const size of [512, 1000, 2048]) expectCost(boot(usual), where, size, look)
})

test('costOf: what is refused costs nothing', () => {
  attempt(`costOf(kernel, 131073) on ${where}`, { look: 'kmalloc gives NULL.' }, () =>
    expect(costOf(boot(usual), 131073), 'bytes').toBe(0),
  )
})

test('costOf: random sizes on four machines', () => {
  for (const [name, options] of machines) {
    const kernel = boot(options)
    for (const size of sample(5, () => random.integer(1, 9000))) {
      expectCost(kernel, name, size, 'Look up the fields of the cache and work it out by hand.')
    }
  }
})

/** Tries the end of every length, and the end of what is allowed. */
function expectCheapest(kernel: Kernel, name: string, most: number, look: string): void {
  const lengths = kernel.malloc_sizes.map(({ cs_size }) => cs_size)
  const sizes = [...lengths.filter((length) => length < most), most]
  const prices = sizes.map((size) => measuredCost(kernel, size) / size || Number.POSITIVE_INFINITY)
  attempt(`cheapestUpTo(kernel, ${most}) on ${name}`, { look }, () =>
    expect(cheapestUpTo(kernel, most), 'the size').toBe(sizes[prices.indexOf(Math.min(...prices))]),
  )
}

test('cheapestUpTo: the size at which a byte costs least', () => {
  const look = 'Divide the cost of each length by the length.'
  for (const [name, options] of machines) {
    const kernel = boot(options)
    for (const most of [70, 300, 600, 4096, 5000]) expectCheapest(kernel, name, most, look)
  }
})

test('cheapestUpTo: the end of what is allowed', () => {
  const kernel = boot(usual)
  for (const most of [20, 63, 127]) {
    expectCheapest(
      kernel,
      where,
      most,
      'The largest size that is allowed may be the best there is.',
    )
  }
})
