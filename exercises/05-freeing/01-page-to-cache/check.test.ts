/** Judges the way by itself, on made-up memory, then inside of kernels, by what the real one did. */
import { attempt, random, sample } from 'kmalloc-course/check'
import { expect, test } from 'vitest'
import { measured } from './measured.ts'
import { checkRealCalls } from './real-calls.ts'
import { findObject } from './start.ts'

interface Slab {
  /** Frame of its first page, and number of pages. */
  readonly frame: number
  readonly pages: number
  readonly objsize: number
  /** Bytes from its first page to its first object. */
  readonly notes: number
}

const cacheAt = 0xc0300040
const slabAt = 0xc0301080
const addressOf = (frame: number) => 0xc0000000 + frame * 4096
const hex = (value: number) => `0x${value.toString(16)}`

/** Memory with one slab in it. The other pages have links of lists in their struct page. */
function memoryWith({ frame: first, pages, objsize, notes }: Slab) {
  const words = new Map([
    [slabAt + 12, addressOf(first) + notes],
    [cacheAt + 52, objsize],
  ])
  const pageOf = (frame: number) => {
    if (!Number.isInteger(frame)) throw new Error(`pageOf(${frame}): a frame has a whole number`)
    const slab = frame >= first && frame < first + pages
    const link = 0xc1000000 + frame * 32
    return { slab, lru: slab ? { next: cacheAt, prev: slabAt } : { next: link, prev: link + 32 } }
  }
  return { pageOf, read32: (address: number) => words.get(address) ?? 0xc1000000 }
}

function expectFound(slab: Slab, object: number, inside: number, look: string): void {
  const address = addressOf(slab.frame) + slab.notes + object * slab.objsize + inside
  const { pageOf, read32 } = memoryWith(slab)
  attempt(
    `findObject(${hex(address)}) in a slab of ${slab.pages} pages from frame ${slab.frame} on, objects of ${slab.objsize} bytes, the first at byte ${slab.notes}`,
    { look },
    () => {
      const found = findObject(address, pageOf, read32)
      expect(found?.cache, 'address of the cache').toBe(cacheAt)
      expect(found?.slab, 'address of the slab').toBe(slabAt)
      expect(found?.object, 'place of the object').toBe(object)
    },
  )
}

test('the first object of a page', () => {
  const look = 'Frame, struct page, cache and slab: what stands where?'
  expectFound({ frame: 5000, pages: 1, objsize: 4096, notes: 0 }, 0, 0, look)
  expectFound({ frame: 3, pages: 1, objsize: 128, notes: 0 }, 0, 0, look)
})

test('behind the notes', () => {
  const look = 'The slab knows where its first object is.'
  const slab = { frame: 4636, pages: 1, objsize: 128, notes: 128 }
  for (const object of [0, 19, 30]) expectFound(slab, object, 0, look)
})

test('a slab of several pages', () => {
  const look = 'Each page of a slab points to it. Count from its first object.'
  const slab = { frame: 700, pages: 4, objsize: 1300, notes: 64 }
  for (const object of [0, 5, 11]) expectFound(slab, object, 0, look)
})

test('in the middle of an object', () => {
  const look = 'Nobody asks whether it is the beginning.'
  const slab = { frame: 901, pages: 1, objsize: 256, notes: 64 }
  for (const inside of [8, 200, 255]) expectFound(slab, 3, inside, look)
})

test('a page that belongs to no slab', () => {
  const { pageOf, read32 } = memoryWith({ frame: 901, pages: 1, objsize: 256, notes: 64 })
  for (const frame of [900, 902, 17]) {
    attempt(
      `findObject(${hex(addressOf(frame))}), whose page belongs to no slab`,
      { look: 'What may be believed of such a page?' },
      () => expect(findObject(addressOf(frame), pageOf, read32)).toBeNull(),
    )
  }
})

test('any slab', () => {
  for (const objsize of sample(20, () => 4 * random.integer(8, 500))) {
    const pages = 2 ** random.integer(0, 3)
    const notes = random.pick([0, 32, 64, 100])
    const num = Math.floor((pages * 4096 - notes) / objsize)
    if (num === 0) continue
    const slab = { frame: random.integer(1, 60000), pages, objsize, notes }
    const inside = random.pick([0, 0, random.integer(0, objsize - 1)])
    expectFound(slab, random.integer(0, num - 1), inside, 'Go the way by hand.')
  }
})

checkRealCalls({
  measured,
  overrides: { findObject },
  look: 'free_block links the object that you name into the slab. Is the place right?',
})
