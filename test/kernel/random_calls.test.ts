/** Random programs of every call there is, against a naive model, with the sweep of all invariants after each step. */
import * as fc from 'fast-check'
import { describe, test } from 'vitest'
import {
  __GFP_NO_GROW,
  boot,
  freePages,
  GFP_ATOMIC,
  GFP_DMA,
  GFP_KERNEL,
  SLAB_CACHE_DMA,
  SLAB_HWCACHE_ALIGN,
  SLAB_RECLAIM_ACCOUNT,
  type Kernel,
} from '#kernel/index.ts'
import { NaiveModel, shrinkAll, type Step } from './naive_model.ts'

const kernels = new Map<number, Kernel>()

/** A small machine right after boot: a sweep looks at every page. */
function fresh(line: number): Kernel {
  const known = kernels.get(line)
  known?.reset()
  const kernel = known ?? boot({ megabytes: 24, kernelLine: line, cpuLine: line })
  kernels.set(line, kernel)
  return kernel
}

const which = fc.nat({ max: 1000 })
const gfp = fc.constantFrom(
  GFP_KERNEL,
  GFP_KERNEL,
  GFP_ATOMIC,
  GFP_KERNEL | GFP_DMA,
  GFP_KERNEL | __GFP_NO_GROW,
)
const sizes = fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 140_000 }))
const flags = fc.constantFrom(0, SLAB_HWCACHE_ALIGN, SLAB_CACHE_DMA, SLAB_RECLAIM_ACCOUNT)

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('kmalloc' as const), size: sizes, gfp }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('kfree' as const), which }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('create' as const),
      size: fc.integer({ min: 4, max: 9000 }),
      align: fc.constantFrom(0, 0, 8, 64, 256),
      flags,
      hooks: fc.boolean(),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('take' as const),
      which,
      count: fc.integer({ min: 1, max: 150 }),
      gfp,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('give' as const),
      which,
      count: fc.integer({ min: 1, max: 200 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('shrink' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('destroy' as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('tune' as const),
      which,
      limit: fc.integer({ min: 1, max: 200 }),
      batch: fc.integer({ min: 1, max: 60 }),
      shared: fc.integer({ min: 0, max: 3 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('pages' as const), order: fc.nat({ max: 5 }), gfp }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('freePages' as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('reap' as const), ticks: fc.nat({ max: 9000 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('interrupt' as const), begins: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('fail' as const), nth: fc.nat({ max: 4 }) }),
  },
)
const programs = fc.array(step, { maxLength: 60, size: 'max' })

describe('any program', () => {
  test('keeps every invariant after each step, and gives all pages back', () => {
    fc.assert(
      fc.property(fc.constantFrom(32, 64, 128), programs, (line, program) => {
        const kernel = fresh(line)
        shrinkAll(kernel)
        const pages = freePages(kernel)
        const model = new NaiveModel(kernel)
        model.play(program)
        model.finish(pages)
      }),
      { numRuns: 40 },
    )
  })
})
