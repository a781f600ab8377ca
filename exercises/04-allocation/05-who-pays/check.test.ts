/** Judges who pays, by made-up stores and by machines that are watched while the calls are made. */
import { attempt, random, sample } from 'kmalloc-course/check'
import {
  GFP_KERNEL,
  arrayOf,
  boot,
  slabAt,
  slabsOf,
  watchEvents,
  type Kernel,
  type kmem_cache,
} from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { whoPays, type Payment, type Store } from './start.ts'

const inWords = (payments: readonly Payment[]): string[] =>
  payments.map(({ call, caches }) => `${call}: ${caches.join(', ')}`)

const plain = (num: number, available: number): Store => ({
  name: 'cache',
  num,
  available,
  notes: null,
})

/** A store whose slabs have their notes in another store. */
const withNotes = (store: Store, notes: Store): Store[] => [
  { ...store, notes: 'notes' },
  { ...notes, name: 'notes' },
]

function expectPayers(
  stores: readonly Store[],
  calls: number,
  wanted: string[],
  look: string,
): void {
  const words = stores.map(
    ({ name, num, available }) => `${name} (${num} a slab, ${available} free)`,
  )
  const [first] = stores
  const notes = stores.length > 1 ? ', notes in the second' : ''
  attempt(`whoPays, ${calls} calls: ${words.join(' and ')}${notes}`, { look }, () =>
    expect(inWords(whoPays(stores, first?.name ?? '', calls)), 'payers').toEqual(wanted),
  )
}

test('a cache that has objects, and then has none', () => {
  const look = 'Who finds nothing at all? Count the objects.'
  expectPayers([plain(39, 0)], 100, ['1: cache', '40: cache', '79: cache'], look)
  expectPayers([plain(39, 5)], 50, ['6: cache', '45: cache'], look)
  expectPayers([plain(1, 2)], 4, ['3: cache', '4: cache'], look)
})

test('a cache that has enough', () => {
  const look = 'With a free object anywhere, nobody asks for pages.'
  expectPayers([plain(39, 20)], 20, [], look)
  expectPayers([plain(119, 3)], 3, [], look)
})

test('notes that are kept elsewhere', () => {
  const look = 'The notes of a slab are an object of another cache.'
  const both = '4: cache, notes'
  expectPayers(withNotes(plain(2, 1), plain(9, 1)), 5, ['2: cache', both], look)
  expectPayers(
    withNotes(plain(4, 0), plain(2, 0)),
    9,
    ['1: cache, notes', '5: cache', '9: cache, notes'],
    look,
  )
})

function freeIn(kernel: Kernel, cache: kmem_cache): number {
  const { partial, free } = slabsOf(kernel, cache)
  const inSlabs = [...partial, ...free].reduce((sum, slab) => sum + slab.free.length, 0)
  return arrayOf(kernel, cache).avail + inSlabs
}

/** The general cache for `size`, and that of its notes. */
function storesOf(kernel: Kernel, size: number): Store[] {
  const object = kernel.kmalloc(size, GFP_KERNEL)
  const found = slabAt(kernel, object)
  if (found === null) throw new Error('no slab')
  const { cache, slab } = found
  const home = slabAt(kernel, slab.descriptor)?.cache ?? cache
  const store = (one: kmem_cache, notes: string | null): Store => ({
    name: one.name,
    num: one.num,
    available: freeIn(kernel, one),
    notes,
  })
  return home === cache ? [store(cache, null)] : [store(cache, home.name), store(home, null)]
}

const machines = [
  ['the usual machine', { profile: 'article' }],
  ['a Pentium III laptop', { profile: 'p3-laptop' }],
  ['a 32 MB machine, lines of 64 bytes', { megabytes: 32, kernelLine: 64, cpuLine: 64 }],
] as const

for (const [where, machine] of machines) {
  test(`on ${where}`, () => {
    const kernel = boot(machine)
    for (const size of sample(5, () => 2 ** random.integer(5, 14))) {
      for (let call = random.integer(0, 130); call > 0; call--) kernel.kmalloc(32, GFP_KERNEL)
      const stores = storesOf(kernel, size)
      const calls = random.integer(20, 120)
      const payments: Payment[] = []
      let caches: string[] = []
      const stop = watchEvents(kernel, ({ name, cache }) => {
        if (name === 'pages' && cache !== null) caches.push(cache.name)
      })
      for (let call = 1; call <= calls; call++) {
        kernel.kmalloc(size, GFP_KERNEL)
        if (caches.length > 0) payments.push({ call, caches })
        caches = []
      }
      stop()
      const words = stores.map(({ name, available }) => `${name} with ${available} free`).join(', ')
      attempt(
        `whoPays for ${calls} times kmalloc(${size}) on ${where}: ${words}`,
        { look: 'Which calls found nothing, and did their slabs need notes elsewhere?' },
        () => {
          const told = whoPays(stores, stores[0]?.name ?? '', calls)
          expect(inWords(told), 'payers').toEqual(inWords(payments))
        },
      )
    }
  })
}
