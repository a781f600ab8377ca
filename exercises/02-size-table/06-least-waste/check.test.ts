/** Judges the choice on cases that one can work out by hand, then on random ones. */
import { attempt, random, sample } from 'kmalloc-course/check'
import { GFP_KERNEL, boot } from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { cheapest, type Layout } from './start.ts'

const doubling = [32, 64, 128, 256, 512, 1024, 2048, 4096]
const pentium3 = [32, 64, 96, 128, 192, 256, 512, 1024, 2048, 4096]

function inWords(layout: Layout): string {
  return layout
    .map(({ bytes, share }) => (share === 1 ? `${bytes}` : `${bytes} for a share of ${share}`))
    .join(' + ')
}

function expectChoice(
  layouts: readonly Layout[],
  sizes: readonly number[],
  wanted: number,
  look: string,
): void {
  const table = `${sizes.slice(0, 5).join(', ')} … ${sizes.at(-1)}`
  attempt(
    `cheapest of ${layouts.map(inWords).join('; ') || 'no layout'}; table ${table}`,
    { look },
    () => expect(cheapest(layouts, sizes), 'place of the cheapest').toBe(wanted),
  )
}

const whole = (bytes: number): Layout => [{ bytes, share: 1 }]
const parts = (...all: readonly number[]): Layout => all.map((bytes) => ({ bytes, share: 1 }))

test('what counts is what kmalloc gives', () => {
  const look = 'What does kmalloc give for each part?'
  expectChoice([whole(2052), parts(2048, 4)], doubling, 1, look)
  expectChoice([parts(60, 70), whole(120), parts(40, 40, 40)], doubling, 1, look)
  expectChoice([parts(33, 33, 33), whole(99), parts(96, 3)], pentium3, 1, look)
  expectChoice([whole(1025), parts(1000, 30)], doubling, 1, look)
})

test('a part that only some of them have', () => {
  const look = 'A part costs its length times its share.'
  const rare: Layout = [
    { bytes: 64, share: 1 },
    { bytes: 256, share: 0.125 },
  ]
  expectChoice([whole(100), rare], doubling, 1, look)
  const often: Layout = [
    { bytes: 64, share: 1 },
    { bytes: 256, share: 0.5 },
  ]
  expectChoice([whole(100), often], doubling, 0, look)
})

test('several that cost the same', () => {
  const look = 'Among equals it is the one with the fewest parts, then the first.'
  expectChoice([parts(32, 32), whole(64)], doubling, 1, look)
  expectChoice([whole(33), whole(64)], doubling, 0, look)
  expectChoice([parts(128, 64, 64), parts(128, 128), whole(200)], doubling, 2, look)
})

test('what kmalloc refuses', () => {
  const look = 'A layout with a part that kmalloc refuses cannot be used.'
  expectChoice([whole(5000), parts(4096, 904)], doubling, 1, look)
  expectChoice([whole(5000), parts(4097, 3)], doubling, -1, look)
  expectChoice([], doubling, -1, 'Without layouts there is no cheapest one.')
})

test('random layouts, priced by a machine', () => {
  const kernel = boot({ profile: 'p3-laptop' })
  const sizes = kernel.malloc_sizes.map(({ cs_size }) => cs_size)
  const lengthOf = (bytes: number): number => {
    const object = kernel.kmalloc(bytes, GFP_KERNEL)
    const length = kernel.ksize(object)
    kernel.kfree(object)
    return length
  }
  for (const count of sample(15, () => random.integer(2, 4))) {
    const layouts = Array.from({ length: count }, (): Layout =>
      Array.from({ length: random.integer(1, 3) }, () => ({
        bytes: random.integer(1, 700),
        share: random.pick([1, 0.5, 0.25]),
      })),
    )
    const costs = layouts.map((layout) =>
      layout.reduce((sum, { bytes, share }) => sum + lengthOf(bytes) * share, 0),
    )
    const best = layouts
      .map((layout, place) => [costs[place] ?? 0, layout.length, place] as const)
      .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])[0]
    expectChoice(layouts, sizes, best?.[2] ?? -1, 'Write down what every part costs.')
  }
})
