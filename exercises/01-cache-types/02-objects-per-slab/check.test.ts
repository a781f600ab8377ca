/** Judges `cache_estimate` by itself, then inside a kernel, against what the real one answered. */
import { attempt, figures, random, sample } from 'kmalloc-course/check'
import { CFLGS_OFF_SLAB, PAGE_SIZE, boot } from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { measured } from './measured.ts'
import { bootLook, checkRealCaches } from './real-caches.ts'
import { cache_estimate } from './start.ts'

interface Estimate {
  readonly num: number
  readonly left_over: number
}

/** The same question answered from the other end: from too many objects downwards. */
function reference(gfporder: number, size: number, align: number, flags: number): Estimate {
  const bytes = PAGE_SIZE * 2 ** gfporder
  for (let num = Math.floor(bytes / size); num > 0; num--) {
    const plain = 24 + 2 * num
    const notes = flags & CFLGS_OFF_SLAB ? 0 : plain + ((align - (plain % align)) % align)
    const left_over = bytes - num * size - notes
    if (left_over >= 0) return { num, left_over }
  }
  return { num: 0, left_over: 0 }
}

/** The slab that is meant by an answer: what is neither an object nor left over are its notes. */
function slabOf(gfporder: number, objsize: number, { num, left_over }: Estimate) {
  const pages = 2 ** gfporder
  const notes = pages * PAGE_SIZE - num * objsize - left_over
  return figures.plannedSlab({ cache: 'x', pages, objsize, num, notes })
}

function expectEstimate(
  [gfporder, size, align, flags]: readonly [number, number, number, number],
  look: string,
): void {
  const where = flags & CFLGS_OFF_SLAB ? 'CFLGS_OFF_SLAB' : '0'
  let found: Estimate | null = null
  const figure = () => found && slabOf(gfporder, size, found)
  attempt(`cache_estimate(${gfporder}, ${size}, ${align}, ${where})`, { look, figure }, () => {
    const wanted = reference(gfporder, size, align, flags)
    found = cache_estimate(gfporder, size, align, flags)
    if (wanted.num === 0) expect(found.num, 'num, when nothing fits').toBe(0)
    else expect(found).toEqual(wanted)
  })
}

test('leaves room for the notes: 24 bytes, and 2 for each object', () => {
  const look = 'Objects and notes have to fit into the slab together.'
  for (const size of [140, 4, 12, 252, 336]) expectEstimate([0, size, 4, 0], look)
  expectEstimate([1, 36, 4, 0], look)
})

test('rounds the notes up to the alignment', () => {
  const look = 'The first object begins right behind the notes, at a multiple of align.'
  const cases = [
    [0, 100, 4],
    [0, 32, 32],
    [0, 64, 64],
    [0, 96, 32],
    [0, 256, 128],
    [0, 192, 64],
    [1, 384, 128],
  ] as const
  for (const [gfporder, size, align] of cases) expectEstimate([gfporder, size, align, 0], look)
})

test('charges nothing for notes that are elsewhere', () => {
  const look = 'With CFLGS_OFF_SLAB the whole slab is for objects.'
  for (const size of [512, 700, 1424, 2048, 4096])
    expectEstimate([size === 1424 ? 1 : 0, size, 4, CFLGS_OFF_SLAB], look)
  expectEstimate([5, 131072, 128, CFLGS_OFF_SLAB], look)
})

test('says 0 where nothing fits', () => {
  const look =
    'An object longer than the slab does not fit, and one as long leaves no room for notes.'
  expectEstimate([0, 5000, 4, CFLGS_OFF_SLAB], look)
  expectEstimate([0, 4096, 4, 0], look)
  expectEstimate([0, 4096, 4096, 0], look)
})

test('is right for any slab', () => {
  const cases = sample(60, () => {
    const align = 2 ** random.integer(2, 8)
    const flags = random.pick([0, CFLGS_OFF_SLAB])
    const size = align * random.integer(1, Math.floor(9000 / align))
    return [random.integer(0, 5), size, align, flags] as const
  })
  for (const one of cases) expectEstimate(one, 'Work out this one by hand: objects, notes, sum.')
})

test('a kernel boots with it as the reference machine does', () => {
  const options = { profile: 'distro-on-p3' } as const
  attempt(
    'boot of a kernel built for lines of 128 bytes, on a Pentium III with lines of 32',
    { look: bootLook },
    () => {
      const kernel = boot({ ...options, overrides: { cache_estimate } })
      expect(kernel.slabinfo(), '/proc/slabinfo').toBe(boot(options).slabinfo())
    },
  )
})

checkRealCaches({
  measured,
  title: 'and makes caches like the real one',
  overrides: { cache_estimate },
  look: 'The same sum with other numbers. Is left_over right too? It decides about pages and colours.',
})
