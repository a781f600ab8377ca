/** Judges the colours by themselves, against the slabs of live machines, and inside a kernel by the real one's answers. */
import { attempt, random, sample } from 'kmalloc-course/check'
import { CFLGS_OFF_SLAB, GFP_KERNEL, boot, slabsOf, type Kernel } from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { checkRealCaches } from '../02-objects-per-slab/real-caches.ts'
import { measured } from './measured.ts'
import { colourOffset, colours, shiftedCaches } from './start.ts'

function expectColours(left_over: number, line: number, align: number, look: string): void {
  attempt(`colours(${left_over}, ${line}, ${align})`, { look }, () => {
    const colour_off = align > line ? align : line
    const colour = (left_over - (left_over % colour_off)) / colour_off
    expect(colours(left_over, line, align)).toMatchObject({ colour, colour_off })
  })
}

test('colours: whole lines in what is left over', () => {
  const look = 'How many whole steps of colour_off bytes are in left_over?'
  expectColours(460, 128, 4, look)
  expectColours(460, 64, 4, look)
  expectColours(384, 128, 128, look)
  expectColours(383, 128, 16, look)
})

test('colours: none where too little is left over', () => {
  const look = 'Less than one step is no colour.'
  expectColours(92, 128, 4, look)
  expectColours(0, 128, 128, look)
  expectColours(31, 32, 4, look)
})

test('colours: a step keeps the objects aligned', () => {
  const look = 'An object that must begin at a multiple of align must do so in every colour.'
  expectColours(1024, 32, 256, look)
  expectColours(700, 64, 128, look)
  expectColours(448, 32, 64, look)
})

function expectOffset(slab: number, colour: number, colour_off: number, look: string): void {
  attempt(`colourOffset(${slab}, ${colour}, ${colour_off})`, { look }, () =>
    expect(colourOffset(slab, colour, colour_off), 'bytes').toBe(shiftOf(slab, colour, colour_off)),
  )
}

/** Goes round as often as it takes. */
function shiftOf(slab: number, colour: number, colour_off: number): number {
  const places = Math.max(1, colour)
  return (slab - places * Math.floor(slab / places)) * colour_off
}

test('colourOffset: each slab begins a step later than the one before', () => {
  const look = 'The first slab is not shifted, the second by one step.'
  for (const slab of [1, 2, 0]) expectOffset(slab, 3, 128, look)
  expectOffset(5, 6, 32, look)
})

test('colourOffset: after the last colour it begins again', () => {
  const look = 'With 3 colours the fourth slab is where the first one was.'
  for (const slab of [3, 4, 8]) expectOffset(slab, 3, 128, look)
  expectOffset(100, 7, 64, look)
})

test('colourOffset: without colours nothing is shifted', () => {
  const look = 'No colour and one colour come to the same: always 0.'
  for (const slab of [0, 1, 5]) {
    expectOffset(slab, 1, 128, look)
    expectOffset(slab, 0, 128, look)
  }
})

test('colours and colourOffset are right for any cache', () => {
  for (const left_over of sample(20, () => random.integer(0, 4000))) {
    const line = random.pick([32, 64, 128])
    const align = 2 ** random.integer(2, 9)
    expectColours(left_over, line, align, 'Which is more, line or align? How often does it go in?')
    const colour = random.integer(0, 9)
    expectOffset(random.integer(0, 60), colour, line, 'Go through the places by hand.')
  }
})

/** The slabs of a new cache in the order of their making, and by how much each is shifted. */
function shiftsOn(kernel: Kernel, size: number, align: number) {
  const cache = kernel.kmem_cache_create(`own-${size}-${align}`, size, align)
  if (cache === null) throw new Error(`no cache for ${size} bytes`)
  const slabs = cache.colour * 2 + 1
  for (let count = 0; count < slabs * cache.num; count++) kernel.kmem_cache_alloc(cache, GFP_KERNEL)
  const notes = cache.flags & CFLGS_OFF_SLAB ? 0 : cache.slab_size
  const made = slabsOf(kernel, cache).full.sort((one, other) => one.number - other.number)
  return { cache, shifts: made.map(({ colouroff }) => colouroff - notes) }
}

test('colourOffset says where the slabs of a live cache begin', () => {
  const profile = random.pick(['article', 'pentium-m', 'p3-laptop'] as const)
  const kernel = boot({ profile })
  for (const [size, align] of [
    [700, 4],
    [300, 4],
    [random.integer(70, 1200), 2 ** random.integer(2, 6)],
  ] as const) {
    const { cache, shifts } = shiftsOn(kernel, size, align)
    const { colour, colour_off } = cache
    attempt(
      `the slabs of a cache for ${size} bytes, aligned to ${align}, on the machine "${profile}": ${colour} colours, ${colour_off} bytes apart`,
      { look: 'One number for each slab, in the order in which they were made.' },
      () => {
        const told = shifts.map((_, slab) => colourOffset(slab, colour, colour_off))
        expect(told, 'shift of each slab, in bytes').toEqual(shifts)
      },
    )
  }
})

/** Which general caches of a machine have more than one colour, as measured on the real kernel. */
const machines = [
  ['a Pentium 4 with a kernel built for it', 'article', []],
  [
    'a Pentium III with a kernel built for a Pentium 4',
    'distro-on-p3',
    ['size-256(DMA)', 'size-256'],
  ],
  [
    'a Pentium III with a kernel built for it',
    'p3-laptop',
    ['size-256(DMA)', 'size-256', 'size-192(DMA)', 'size-192'],
  ],
] as const

test('shiftedCaches: the general caches of three machines', () => {
  const look =
    'Ask every cache how many colours it has. How many does it take for two different places?'
  for (const [words, profile, general] of machines) {
    attempt(`shiftedCaches(kernel) after boot, on ${words}`, { look }, () => {
      expect(shiftedCaches(boot({ profile }))).toEqual(general)
    })
  }
})

test('shiftedCaches: dedicated caches too', () => {
  const kernel = boot({ kernelLine: 64, cpuLine: 64, megabytes: 512 })
  for (const size of [600, 492, 2048, 700, 580]) kernel.kmem_cache_create(`own-${size}`, size)
  attempt(
    'shiftedCaches(kernel) with caches for 600, 492, 2048, 700 and 580 bytes, on a CPU with lines of 64 bytes',
    { look: 'The newest cache comes first in kernel.caches().' },
    () =>
      expect(shiftedCaches(kernel)).toEqual([
        'own-700',
        'own-600',
        'size-256(DMA)',
        'size-256',
        'size-192(DMA)',
        'size-192',
      ]),
  )
})

checkRealCaches({
  measured,
  title: 'a kernel with your colours, compared with the real one',
  overrides: { colours },
  look: 'The same sum with other numbers.',
  part: ({ colour, colour_off }) => ({ colour, colour_off }),
})
