/**
 * A machine that nobody looks at takes shorter ways, and some of its loops are other ones. What it does is the same, to
 * the last byte.
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boot, GFP_ATOMIC, GFP_KERNEL, NULL, watchNumbers, type Kernel } from '#kernel/index.ts'
import { createRandom } from '#lib/prng.ts'

const STEPS = 3000
const SLOTS = 700

/** Fills and empties slots, now one by one, now a whole range: arrays overflow, slabs come, empty and go. */
function play(kernel: Kernel, seed: number): void {
  const random = createRandom(seed)
  const own = kernel.kmem_cache_create('own', random.integer(4, 3000), 0, 0)
  const held: { address: number; own: boolean }[] = []
  const take = () => {
    const ours = random.integer(0, 3) === 0
    const flags = random.integer(0, 1) === 0 ? GFP_KERNEL : GFP_ATOMIC
    const size = random.integer(0, 1 << random.integer(5, 13))
    const address = ours ? kernel.kmem_cache_alloc(own, flags) : kernel.kmalloc(size, flags)
    if (address !== NULL) held.push({ address, own: ours })
  }
  const give = (index: number) => {
    const [object] = held.splice(index, 1)
    if (object?.own === true) kernel.kmem_cache_free(own, object.address)
    else if (object !== undefined) kernel.kfree(object.address)
  }
  for (let step = 0; step < STEPS; step++) {
    const kind = random.integer(0, 99)
    if (kind < 2) while (held.length < SLOTS) take()
    else if (kind < 4) while (held.length > 0) give(held.length - 1)
    else if (kind < 5) while (held.length > 0) give(0)
    else if (kind < 50 && held.length > 0) give(random.integer(0, held.length - 1))
    else if (kind < 99) take()
    else kernel.cache_reap()
  }
}

/** Everything that the machine remembers of its memory. */
function memoryOf({ machine }: Kernel) {
  const { pages, memory } = machine
  return [
    memory.bytes,
    memory.touched,
    pages.flags,
    pages._count,
    pages.private,
    pages.lru_next,
    pages.lru_prev,
    pages.cache,
    pages.slabNumber,
  ].map(({ buffer }) => Buffer.from(buffer))
}

describe('a machine that nobody looks at', () => {
  it('is plain until somebody looks on, and again afterwards', () => {
    const kernel = boot({ megabytes: 16 })
    expect(kernel.machine.plain).toBe(true)
    const stop = watchNumbers(kernel, () => {})
    expect(kernel.machine.plain).toBe(false)
    stop()
    expect(kernel.machine.plain).toBe(true)
  })

  it('is not plain with slab debugging, with sleep checks, or with an own virt_to_page()', () => {
    expect(boot({ megabytes: 16, slabDebug: true }).machine.plain).toBe(false)
    expect(boot({ megabytes: 16, sleepChecks: true }).machine.plain).toBe(false)
    const overrides = { virt_to_page: (address: number) => (address - 0xc0000000) >>> 12 }
    expect(boot({ megabytes: 16, overrides }).machine.plain).toBe(false)
  })

  it('ends with the same bytes in memory as one that is watched', () => {
    const plain = boot({ megabytes: 16 })
    const watched = boot({ megabytes: 16 })
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        plain.reset()
        watched.reset()
        watchNumbers(watched, () => {})
        play(plain, seed)
        play(watched, seed)
        const expected = memoryOf(watched)
        for (const [index, bytes] of memoryOf(plain).entries())
          expect(bytes.equals(expected[index]!)).toBe(true)
      }),
      { numRuns: 5 },
    )
  })
})
