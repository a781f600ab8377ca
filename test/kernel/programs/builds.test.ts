/** Kernels that are built in different ways, and what must be the same on all of them. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  boot,
  GFP_KERNEL,
  placeOf,
  SLAB_HWCACHE_ALIGN,
  SLAB_RECLAIM_ACCOUNT,
  type Kernel,
  type kmem_cache,
} from '#kernel/index.ts'
import { existing } from '../../existing.ts'

const one = boot({ megabytes: 32 })
const built = boot({ megabytes: 32, smp: true })
const kernels = [one, built]

const shapes = fc.record({
  size: fc.integer({ min: 4, max: 9000 }),
  align: fc.constantFrom(0, 8, 64, 256),
  flags: fc.constantFrom(0, SLAB_HWCACHE_ALIGN, SLAB_RECLAIM_ACCOUNT),
})
const steps = fc.array(fc.integer({ min: -150, max: 150 }), { minLength: 10, maxLength: 60 })

function create(kernel: Kernel, shape: { size: number; align: number; flags: number }): kmem_cache {
  return existing(kernel.kmem_cache_create('own', shape.size, shape.align, shape.flags))
}

/** Takes so many objects, or gives so many back, and tells where in which slab each object was. */
function places(kernel: Kernel, cache: kmem_cache, counts: readonly number[]): string[] {
  const held: number[] = []
  const seen: string[] = []
  for (const count of counts) {
    for (let i = 0; i < count; i++) {
      const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
      const place = placeOf(kernel, object)
      seen.push(`${place?.slab}.${place?.object}`)
      held.push(object)
    }
    for (const object of held.splice(0, -count)) kernel.kmem_cache_free(cache, object)
  }
  return seen
}

describe('a kernel built for several processors, on one', () => {
  test('lays out its slabs as one built for one does', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const [first, second] = kernels.map((kernel) => {
          kernel.reset()
          const { objsize, num, gfporder, colour, limit, batchcount } = create(kernel, shape)
          return { objsize, num, gfporder, colour, limit, batchcount }
        })
        expect(second).toEqual(first)
      }),
      { numRuns: 40 },
    )
  })

  test('hands out the same objects in the same order, without a shared array', () => {
    fc.assert(
      fc.property(shapes, steps, (shape, counts) => {
        const few = counts.map((count) => Math.trunc(count / Math.ceil(shape.size / 1000)))
        const [first, second] = kernels.map((kernel) => {
          kernel.reset()
          const cache = create(kernel, shape)
          kernel.slabinfo_write(`own ${cache.limit} ${cache.batchcount} 0`)
          return places(kernel, cache, few)
        })
        expect(second).toEqual(first)
      }),
      { numRuns: 25 },
    )
  })

  test('only there a freed batch waits in a shared array', () => {
    const rows = kernels.map((kernel) => {
      kernel.reset()
      places(kernel, create(kernel, { size: 100, align: 0, flags: 0 }), [200, -200])
      return kernel
        .slabinfo()
        .split('\n')
        .find((line) => line.startsWith('own '))
    })
    expect(rows[0]).toMatch(/ 0$/)
    expect(rows[1]).not.toMatch(/ 0$/)
  })
})
