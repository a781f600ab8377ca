/**
 * Programs by chance on one to four processors: objects are taken on one and given back on another, while time passes
 * and caches are shrunk and tuned. No object is lost, none is handed out twice, and every invariant holds.
 */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  boot,
  findProblems,
  freePages,
  GFP_KERNEL,
  objectsInUse,
  SLAB_DESTROY_BY_RCU,
  type Kernel,
  type kmem_cache,
  type VirtualAddress,
} from '#kernel/index.ts'

/** Name, bytes, flags: notes inside and outside, slabs of one page and of more, pages that outlive their slab. */
const CACHES = [
  ['small', 40, 0],
  ['notes-outside', 1024, 0],
  ['large', 9000, 0],
  ['rcu', 100, SLAB_DESTROY_BY_RCU],
  ['rcu-notes-outside', 2048, SLAB_DESTROY_BY_RCU],
] as const

const cache = fc.nat({ max: CACHES.length - 1 })
const operation = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('take' as const),
      cache,
      count: fc.integer({ min: 1, max: 150 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('give' as const),
      cache,
      count: fc.integer({ min: 1, max: 150 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('tick' as const), count: fc.nat({ max: 5000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('shrink' as const), cache }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reap' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('grace' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('tune' as const),
      cache,
      limit: fc.integer({ min: 1, max: 130 }),
      shared: fc.nat({ max: 3 }),
    }),
  },
)
const program = fc.array(fc.tuple(fc.nat({ max: 3 }), operation), {
  minLength: 200,
  maxLength: 250,
})
type Operation = typeof operation extends fc.Arbitrary<infer O> ? O : never

class Program {
  readonly #kernel: Kernel
  readonly #caches: kmem_cache[] = []
  /** The objects in use, by cache. */
  readonly #objects: VirtualAddress[][] = CACHES.map(() => [])

  constructor(kernel: Kernel) {
    this.#kernel = kernel
    for (const [name, size, flags] of CACHES) {
      const created = kernel.kmem_cache_create(name, size, 0, flags)
      if (created !== null) this.#caches.push(created)
    }
  }

  play(cpu: number, op: Operation): void {
    const kernel = this.#kernel
    kernel.onCpu(cpu % kernel.machine.cpus.length, () => {
      if (op.do === 'tick') kernel.tick(op.count)
      else if (op.do === 'reap') kernel.cache_reap()
      else if (op.do === 'grace') kernel.rcuGracePeriod()
      else this.#onCache(op)
    })
  }

  #onCache(op: Extract<Operation, { cache: number }>): void {
    const own = this.#caches[op.cache]!
    const objects = this.#objects[op.cache]!
    if (op.do === 'take') {
      for (let i = 0; i < op.count && objects.length < 400; i++) {
        objects.push(this.#kernel.kmem_cache_alloc(own, GFP_KERNEL))
      }
    } else if (op.do === 'give') {
      // Every other one, so that slabs become partial.
      for (let i = 0; i < op.count && objects.length > 0; i++) {
        const [object = 0] = objects.splice((i * 7) % objects.length, 1)
        this.#kernel.kmem_cache_free(own, object)
      }
    } else if (op.do === 'shrink') {
      expect(this.#kernel.kmem_cache_shrink(own)).toBe(objects.length === 0 ? 0 : 1)
    } else {
      const batch = Math.ceil(op.limit / 2)
      this.#kernel.slabinfo_write(`${own.name} ${op.limit} ${batch} ${op.shared}`)
    }
  }

  judge(): void {
    expect(findProblems(this.#kernel)).toEqual([])
    for (const [at, own] of this.#caches.entries()) {
      const mine = this.#objects[at]!.toSorted((a, b) => a - b)
      expect(objectsInUse(this.#kernel, own)).toEqual(mine)
    }
  }

  /** Afterwards everything is as before the caches were there, but for what the general caches keep. */
  end(): void {
    for (const [at, own] of this.#caches.entries()) {
      for (const object of this.#objects[at]!) this.#kernel.kmem_cache_free(own, object)
      expect(this.#kernel.kmem_cache_destroy(own)).toBe(0)
    }
    for (const one of this.#kernel.caches()) this.#kernel.kmem_cache_shrink(one)
    this.#kernel.rcuGracePeriod()
  }
}

describe.each([1, 2, 3, 4])('on %i processors', (cpus) => {
  const kernel = boot({ megabytes: 24, cpus, smp: true })

  test('no object is lost or handed out twice, and no page stays behind', () => {
    for (const one of kernel.caches()) kernel.kmem_cache_shrink(one)
    const before = freePages(kernel)
    fc.assert(
      fc.property(program, (steps) => {
        kernel.reset()
        const played = new Program(kernel)
        steps.forEach(([cpu, op], at) => {
          played.play(cpu, op)
          if (at % 60 === 59) played.judge()
        })
        played.judge()
        played.end()
        expect(findProblems(kernel)).toEqual([])
        expect(freePages(kernel)).toBe(before)
      }),
      { numRuns: 8 },
    )
  }, 60_000)
})
