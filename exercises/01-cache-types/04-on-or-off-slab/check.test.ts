/** Judges `placeNotes` by itself, then inside a kernel, against what the real one answered. */
import { attempt, random, sample } from 'kmalloc-course/check'
import { PAGE_SIZE, boot, type FitObjects, type SlabPlan } from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { bootLook, checkRealCaches } from '../02-objects-per-slab/real-caches.ts'
import { measured } from './measured.ts'
import { placeNotes } from './start.ts'

/** The next multiple of a power of two, without dividing. */
function up(bytes: number, step: number): number {
  const over = bytes % step
  return over === 0 ? bytes : bytes - over + step
}

/** What the kernel would find for a slab of so many pages, from too many objects downwards. */
function inPages(gfporder: number, objsize: number, align: number, offSlab: boolean) {
  const bytes = PAGE_SIZE * 2 ** gfporder
  for (let num = Math.floor(bytes / objsize); num > 0; num--) {
    const left_over = bytes - num * objsize - (offSlab ? 0 : up(24 + 2 * num, align))
    if (left_over >= 0) return { num, gfporder, left_over }
  }
  return null
}

/** The kernel's search on a machine with more than 32 MB. */
function search(align: number): FitObjects {
  return (objsize, offSlab) => {
    const fits = [0, 1, 2, 3, 4, 5].map((order) => inPages(order, objsize, align, offSlab))
    const good = fits.find((fit) => fit && (fit.gfporder > 0 || fit.left_over * 8 <= PAGE_SIZE))
    if (!good) throw new Error(`no slab for ${objsize} bytes`)
    return good
  }
}

function reference(size: number, align: number, fit: FitObjects): SlabPlan {
  const short = up(size, 4)
  const objsize = up(short, align)
  const { num, gfporder, left_over } = fit(objsize, short > 511)
  const notes = up(24 + num * 2, align)
  const plan = { objsize, num, gfporder }
  if (short <= 511) return { ...plan, offSlab: false, slab_size: notes, left_over }
  const rest = left_over - notes
  if (rest >= 0) return { ...plan, offSlab: false, slab_size: notes, left_over: rest }
  return { ...plan, offSlab: true, slab_size: 24 + num * 2, left_over }
}

const fields = ['objsize', 'offSlab', 'num', 'gfporder', 'slab_size', 'left_over'] as const

/** In one line, so that two plans can be read one below the other. */
function told(plan: SlabPlan): string {
  return fields.map((field) => `${field} ${{ ...plan }[field]}`).join(', ')
}

function expectPlan(size: number, align: number, look: string, fit = search(align)): void {
  attempt(`placeNotes(${size}, ${align}, fit)`, { look }, () =>
    expect(told(placeNotes(size, align, fit))).toBe(told(reference(size, align, fit))),
  )
}

test('keeps the notes of short objects in the slab', () => {
  const look = 'Below 512 bytes the notes stay, and their bytes are rounded up to align.'
  for (const [size, align] of [
    [100, 4],
    [30, 16],
    [252, 128],
    [402, 32],
  ] as const)
    expectPlan(size, align, look)
})

test('moves them out from 512 bytes on', () => {
  const look = 'An eighth of a page or more: ask fit for a slab that does not hold the notes.'
  for (const [size, align] of [
    [512, 4],
    [1024, 32],
    [2048, 128],
    [4096, 64],
    [131072, 128],
  ] as const)
    expectPlan(size, align, look)
})

test('decides before the length is rounded up to the alignment', () => {
  const look = 'Which length is compared with 512: the one asked for, or the one after align?'
  for (const [size, align] of [
    [500, 128],
    [390, 128],
    [260, 256],
    [100, 4096],
  ] as const)
    expectPlan(size, align, look)
})

test('but after it is rounded up to a whole word', () => {
  const look = 'Lengths become multiples of 4 first: 509 bytes are 512.'
  expectPlan(509, 4, look)
  expectPlan(511, 64, look)
  expectPlan(508, 4, look)
})

test('takes the notes back in when there is room for them', () => {
  const look = 'After fit has answered: are the bytes left over enough for the notes?'
  for (const [size, align] of [
    [700, 4],
    [1424, 16],
    [3000, 8],
    [1100, 64],
  ] as const)
    expectPlan(size, align, look)
})

test('keeps the number of objects when the notes move back', () => {
  const look = 'The notes go into what is left over; nothing else changes.'
  expectPlan(892, 4, look)
  expectPlan(1176, 4, look)
})

test('looks at the room to the byte', () => {
  const look = 'The notes need 24 + 2 × num bytes, rounded up to align, to move back in.'
  const roomFor =
    (left_over: number): FitObjects =>
    () => ({ num: 5, gfporder: 0, left_over })
  for (const left_over of [64, 63, 34, 33, 0]) {
    attempt(
      `placeNotes(800, 64, fit), where fit finds 5 objects and ${left_over} bytes left over`,
      { look },
      () => {
        const fit = roomFor(left_over)
        expect(told(placeNotes(800, 64, fit))).toBe(told(reference(800, 64, fit)))
      },
    )
  }
})

test('is right for any object', () => {
  for (const size of sample(60, () => random.integer(4, random.pick([600, 2000, 9000, 60000])))) {
    const align = 2 ** random.integer(2, 8)
    expectPlan(size, align, 'Work out this one by hand: words, alignment, fit, room.')
  }
})

test('a kernel boots with it as the reference machine does', () => {
  const options = { profile: 'p3-on-p4' } as const
  attempt(
    'boot of a kernel built for lines of 32 bytes, on a Pentium 4 with lines of 128',
    { look: bootLook },
    () => {
      const kernel = boot({ ...options, overrides: { placeNotes } })
      expect(kernel.slabinfo(), '/proc/slabinfo').toBe(boot(options).slabinfo())
    },
  )
})

checkRealCaches({
  measured,
  title: 'and makes caches like the real one',
  overrides: { placeNotes },
  look: 'The same steps with other numbers. Is left_over right too? It gives the colours.',
})
