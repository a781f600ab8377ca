/** Random programs and random stray writes on a machine with slab debugging. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  boot,
  debugStateOf,
  findProblems,
  GFP_ATOMIC,
  GFP_DMA,
  GFP_KERNEL,
  SLAB_DESTROY_BY_RCU,
  SLAB_HWCACHE_ALIGN,
  type kmem_cache,
  type VirtualAddress,
} from '#kernel/index.ts'
import { existing } from '../../existing.ts'

const kernel = boot({ profile: 'debug', megabytes: 64 })

type Step =
  | { readonly do: 'take'; readonly size: number; readonly dma: boolean; readonly atomic: boolean }
  | { readonly do: 'give'; readonly which: number }
  | { readonly do: 'write'; readonly which: number; readonly byte: number }
  | { readonly do: 'tune'; readonly which: number; readonly limit: number }
  | { readonly do: 'reap' | 'shrink'; readonly which: number }

const sizes = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 600 }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 10_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 131_072 }) },
)
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('take'),
      size: sizes,
      dma: fc.boolean(),
      atomic: fc.boolean(),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('give'), which: fc.nat() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('write'),
      which: fc.nat(),
      byte: fc.integer({ min: 0, max: 255 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('tune'),
      which: fc.nat(),
      limit: fc.integer({ min: 1, max: 40 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('reap', 'shrink'), which: fc.nat() }),
  },
)
const programs = fc.array(steps, { minLength: 200, maxLength: 300 })

/** Carries out a program that uses its objects as it may: it fills all of what ksize() says, and nothing else. */
function play(program: readonly Step[]): VirtualAddress[] {
  const held: VirtualAddress[] = []
  for (const step of program) {
    if (step.do === 'take') {
      const mask = (step.atomic ? GFP_ATOMIC : GFP_KERNEL) | (step.dma ? GFP_DMA : 0)
      const object = kernel.kmalloc(step.size, mask)
      if (object !== 0) held.push(object)
    } else if (step.do === 'give') {
      const [object] = held.splice(step.which % Math.max(1, held.length), 1)
      if (object !== undefined) kernel.kfree(object)
    } else if (step.do === 'write') {
      const object = held[step.which % Math.max(1, held.length)]
      if (object !== undefined) {
        kernel.writeBytes(object, new Uint8Array(kernel.ksize(object)).fill(step.byte))
      }
    } else {
      disturb(step)
    }
  }
  return held
}

function disturb(step: Extract<Step, { do: 'tune' | 'reap' | 'shrink' }>): void {
  const caches = kernel.caches()
  const cache = caches[step.which % caches.length] ?? null
  if (step.do === 'tune') {
    const batch = Math.ceil(step.limit / 2)
    kernel.slabinfo_write(`${cache?.name} ${step.limit} ${batch} ${step.which % 3}`)
  } else if (step.do === 'shrink') {
    kernel.kmem_cache_shrink(cache)
  } else {
    kernel.machine.jiffies += 3000
    kernel.cache_reap()
  }
}

describe('a program that uses its objects as it may', () => {
  test('never causes a report, and every invariant holds', () => {
    fc.assert(
      fc.property(programs, (program) => {
        kernel.reset()
        for (const object of play(program)) kernel.kfree(object)
        expect(kernel.log()).toEqual([])
        expect(findProblems(kernel)).toEqual([])
      }),
      { numRuns: 25 },
    )
  })

  test('nor does one with caches of its own, of any size, alignment and flags', () => {
    const wishes = fc.record({
      size: fc.integer({ min: 4, max: 9000 }),
      align: fc.constantFrom(0, 4, 8, 64, 128),
      flags: fc.constantFrom(0, SLAB_HWCACHE_ALIGN, SLAB_DESTROY_BY_RCU),
      hooks: fc.boolean(),
      count: fc.integer({ min: 1, max: 100 }),
    })
    fc.assert(
      fc.property(wishes, ({ size, align, flags, hooks, count }) => {
        kernel.reset()
        const fill = (object: VirtualAddress, cache: kmem_cache): void =>
          kernel.writeBytes(object, new Uint8Array(cache.reallen).fill(0x33))
        const cache = kernel.kmem_cache_create('own', size, align, flags, hooks ? fill : null)
        const objects = Array.from({ length: count }, () =>
          kernel.kmem_cache_alloc(cache, GFP_KERNEL),
        )
        for (const object of objects) {
          kernel.writeBytes(object, new Uint8Array(size).fill(0x44))
          if (hooks && cache !== null) fill(object, cache)
        }
        expect(findProblems(kernel)).toEqual([])
        for (const object of objects) kernel.kmem_cache_free(cache, object)
        expect(findProblems(kernel)).toEqual([])
        expect(kernel.kmem_cache_destroy(cache)).toBe(0)
        expect(kernel.log()).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

/** Sizes of objects with red words. */
const smallSizes = fc.integer({ min: 1, max: 2048 })

describe('a stray write', () => {
  test('into a free object is reported with object and offset when the object is next handed out', () => {
    fc.assert(
      fc.property(smallSizes, fc.nat(), fc.integer({ min: 1, max: 255 }), (size, at, change) => {
        kernel.reset()
        const object = kernel.kmalloc(size, GFP_KERNEL)
        const bytes = kernel.ksize(object)
        kernel.kfree(object)
        const offset = at % bytes
        const before = kernel.read8(object + offset)
        kernel.write8(object + offset, before ^ change)

        expect(debugStateOf(kernel, object)?.poison).toEqual({
          whole: false,
          wrong: { offset, value: before ^ change, expected: before },
        })
        expect(findProblems(kernel)).toEqual([
          expect.stringContaining(`its poison is damaged at byte ${offset}`),
        ])
        expect(kernel.kmalloc(size, GFP_KERNEL)).toBe(object)
        expect(kernel.log()[0]).toBe(
          `slab corruption: cache size-${bytes}: the free object at 0x${object.toString(16)}, ${bytes} bytes, was written to, first at byte ${offset}`,
        )
        expect(shownByte(kernel.log(), offset)).toBe(before ^ change)
      }),
      { numRuns: 80 },
    )
  })

  test('into the red word of an object in use is reported when the object is given back', () => {
    const places = fc.constantFrom(-4, -3, -2, -1, 0, 1, 2, 3)
    fc.assert(
      fc.property(smallSizes, places, fc.integer({ min: 1, max: 255 }), (size, at, change) => {
        kernel.reset()
        const object = kernel.kmalloc(size, GFP_KERNEL)
        const address = at < 0 ? object + at : object + kernel.ksize(object) + at
        kernel.write8(address, kernel.read8(address) ^ change)
        const seen = debugStateOf(kernel, object)?.redWords
        const [wrong, right] = at < 0 ? [seen?.before, seen?.behind] : [seen?.behind, seen?.before]
        expect([wrong?.says, right?.says]).toEqual(['overwritten', 'active'])
        kernel.kfree(object)
        expect(kernel.log()).toEqual([
          expect.stringContaining('somebody wrote outside of an object'),
          expect.stringContaining(`object at 0x${object.toString(16)}: red words: `),
        ])
        expect(findProblems(kernel)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  test('into any free object of a slab is found at the latest when the slab is destroyed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 2000 }), fc.nat(), fc.nat(), (size, which, at) => {
        kernel.reset()
        const cache = existing(kernel.kmem_cache_create('own', size))
        kernel.kmem_cache_free(cache, kernel.kmem_cache_alloc(cache, GFP_KERNEL))
        const any = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
        const state = debugStateOf(kernel, any)
        kernel.kmem_cache_free(cache, any)
        const index = which % cache.num
        const object = any + (index - (state?.index ?? 0)) * cache.objsize
        const offset = at % cache.reallen
        kernel.write8(object + offset, 0x41)
        kernel.kmem_cache_shrink(cache)
        expect(kernel.log()[0]).toBe(
          `slab corruption: cache own: the free object at 0x${object.toString(16)}, ${cache.reallen} bytes, was written to, first at byte ${offset}`,
        )
        expect(kernel.log().filter((line) => line.startsWith('slab corruption'))).toHaveLength(1)
      }),
      { numRuns: 60 },
    )
  })
})

/** The byte at an offset, as the first dumped line of the log shows it. */
function shownByte(log: readonly string[], offset: number): number {
  const start = (offset - (offset % 16)).toString(16).padStart(3, '0')
  const line = log.find((candidate) => candidate.startsWith(`  ${start}: `)) ?? ''
  return Number.parseInt(line.slice(7).split(' ')[offset % 16] ?? '', 16)
}
