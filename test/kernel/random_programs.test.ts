/** Random programs against a naive model, with every invariant checked on the way. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  boot,
  findProblems,
  freePages,
  GFP_ATOMIC,
  GFP_DMA,
  GFP_KERNEL,
  locate,
  NULL,
  SLAB_HWCACHE_ALIGN,
  slabsOf,
  type Kernel,
  type ProfileName,
} from '#kernel/index.ts'
import { existing } from '../existing.ts'

const kernels = new Map<ProfileName, Kernel>()

/** A machine right after boot: booted once for each profile, then reset. */
function fresh(profile: ProfileName): Kernel {
  const known = kernels.get(profile)
  known?.reset()
  const kernel = known ?? boot({ profile })
  kernels.set(profile, kernel)
  return kernel
}

type Step =
  | { readonly size: number; readonly flags: number }
  /** Frees one of the objects that are held, if any. */
  | { readonly which: number }

const aligning: readonly ProfileName[] = ['article', 'p3-laptop', 'pentium-m', 'p3-on-p4']
/** Red words leave no room for an alignment, even one that was asked for beside SLAB_HWCACHE_ALIGN. */
const profiles = fc.constantFrom<ProfileName>(...aligning, 'debug')
const sizes = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 300 }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 5000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 131073 }) },
)
const masks = fc.constantFrom(GFP_KERNEL, GFP_ATOMIC, GFP_KERNEL | GFP_DMA)
const programs = fc.array(
  fc.oneof<[fc.Arbitrary<Step>, fc.Arbitrary<Step>]>(
    fc.record({ size: sizes, flags: masks }),
    fc.record({ which: fc.nat() }),
  ),
  { maxLength: 500 },
)

/** An object that the program holds, with the byte it wrote all over it. */
interface Held {
  readonly address: number
  readonly bytes: number
  readonly mark: number
}

/** Takes and gives back as the program says. Objects may not overlap: each keeps its bytes until it is freed. */
function play(kernel: Kernel, program: readonly Step[]): Held[] {
  const held: Held[] = []
  for (const [number, step] of program.entries()) {
    if ('size' in step) {
      const address = kernel.kmalloc(step.size, step.flags)
      expect(address === NULL).toBe(step.size > 131072)
      if (address === NULL) continue
      const bytes = kernel.ksize(address)
      expect(bytes).toBeGreaterThanOrEqual(step.size)
      const mark = number & 0xff
      kernel.writeBytes(address, new Uint8Array(bytes).fill(mark))
      held.push({ address, bytes, mark })
    } else {
      const [object] = held.splice(step.which % Math.max(1, held.length), 1)
      if (object !== undefined) release(kernel, object)
    }
  }
  return held
}

function release(kernel: Kernel, { address, bytes, mark }: Held): void {
  expect(kernel.readBytes(address, bytes).every((byte) => byte === mark)).toBe(true)
  kernel.kfree(address)
}

describe('any program of kmalloc and kfree', () => {
  test('leaves every invariant intact and never gives out memory twice', () => {
    fc.assert(
      fc.property(profiles, programs, (profile, program) => {
        const kernel = fresh(profile)
        const held = play(kernel, program)
        expect(findProblems(kernel)).toEqual([])
        for (const { address } of held) {
          expect(locate(kernel, address)).toMatchObject({ offset: 0, state: 'in use' })
        }
        for (const object of held) release(kernel, object)
        expect(findProblems(kernel)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  test('loses no page: what is not free belongs to slabs', () => {
    fc.assert(
      fc.property(profiles, programs, (profile, program) => {
        const kernel = fresh(profile)
        const all = freePages(kernel) + slabPages(kernel)
        for (const object of play(kernel, program)) release(kernel, object)
        expect(freePages(kernel) + slabPages(kernel)).toBe(all)
      }),
      { numRuns: 30 },
    )
  })

  test('does the same on a machine that was reset as on one that was booted', () => {
    fc.assert(
      fc.property(profiles, programs, programs, (profile, before, program) => {
        const kernel = fresh(profile)
        play(kernel, before)
        kernel.reset()
        const addresses = play(kernel, program).map(({ address }) => address)
        const booted = boot({ profile })
        expect(play(booted, program).map(({ address }) => address)).toEqual(addresses)
        expect(kernel.slabinfo()).toBe(booted.slabinfo())
        expect(kernel.buddyinfo()).toBe(booted.buddyinfo())
      }),
      { numRuns: 15 },
    )
  })
})

describe('a cache of any geometry', () => {
  const requests = fc.record({
    size: fc.integer({ min: 4, max: 9000 }),
    align: fc.constantFrom(0, 0, 8, 16, 64, 256),
    flags: fc.constantFrom(0, SLAB_HWCACHE_ALIGN),
    count: fc.integer({ min: 1, max: 300 }),
  })

  test('gives distinct, aligned objects inside the pages of its slabs', () => {
    fc.assert(
      fc.property(fc.constantFrom(...aligning), requests, (profile, request) => {
        const { size, align, flags, count } = request
        const kernel = fresh(profile)
        const cache = existing(kernel.kmem_cache_create('own', size, align, flags))
        const objects = Array.from({ length: count }, () =>
          kernel.kmem_cache_alloc(cache, GFP_KERNEL),
        ).sort((a, b) => a - b)
        for (const [i, object] of objects.entries()) {
          expect(object % Math.max(4, align)).toBe(0)
          if (i > 0) expect(object - objects[i - 1]!).toBeGreaterThanOrEqual(cache.objsize)
          expect(locate(kernel, object)).toMatchObject({ cache, offset: 0, state: 'in use' })
        }
        for (const object of objects) kernel.kmem_cache_free(cache, object)
        expect(findProblems(kernel)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

function slabPages(kernel: Kernel): number {
  return kernel.caches().reduce((sum, cache) => {
    const { partial, full, free } = slabsOf(kernel, cache)
    return sum + ((partial.length + full.length + free.length) << cache.gfporder)
  }, 0)
}
