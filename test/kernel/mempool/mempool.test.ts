/** Memory pools: elements for bad times. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  __GFP_NO_GROW,
  __GFP_NOWARN,
  boot,
  GFP_ATOMIC,
  GFP_KERNEL,
  GFP_NOIO,
  KernelBug,
  KernelHang,
  NULL,
  watchEvents,
  type GfpFlags,
  type Kernel,
  type kmem_cache,
  type mempool_t,
  type VirtualAddress,
} from '#kernel/index.ts'
import { existing } from '../../existing.ts'

let kernel: Kernel
let cache: kmem_cache
beforeEach(() => {
  kernel = boot()
  cache = existing(kernel.kmem_cache_create('requests', 1000))
})

/** A pool of objects of the cache. */
function poolOf(min_nr: number): mempool_t<kmem_cache> {
  const { mempool_alloc_slab, mempool_free_slab } = kernel
  return existing(kernel.mempool_create(min_nr, mempool_alloc_slab, mempool_free_slab, cache))
}

/** A pool whose elements can run out: `left` of them are to be had. */
class Shop {
  left: number
  readonly masks: GfpFlags[] = []
  readonly back: VirtualAddress[] = []

  constructor(left: number) {
    this.left = left
  }

  pool(min_nr: number): mempool_t<null> | null {
    return kernel.mempool_create(
      min_nr,
      (flags) => {
        this.masks.push(flags)
        return this.left-- > 0 ? 0x1000 + this.left : NULL
      },
      (element) => this.back.push(element),
      null,
    )
  }
}

describe('mempool_create', () => {
  test('gets all elements at once, and notes them in memory', () => {
    const pool = poolOf(4)
    expect([pool.curr_nr, pool.min_nr]).toEqual([4, 4])
    const elements = [0, 1, 2, 3].map((i) => kernel.read32(pool.elements + 4 * i))
    expect(new Set(elements).size).toBe(4)
    expect(kernel.ksize(pool.address)).toBe(32)
    expect(kernel.check()).toEqual([])
  })

  test('returns null when there is no memory for one of them, and keeps nothing', () => {
    const shop = new Shop(3)
    const before = kernel.slabinfo()
    expect(shop.pool(4)).toBeNull()
    expect(shop.back).toHaveLength(3)
    expect(kernel.slabinfo()).toBe(before)
  })

  test('returns null when there is none for the list of elements', () => {
    const shop = new Shop(100_000)
    expect(shop.pool(131072 / 4 + 1)).toBeNull()
    expect(shop.masks).toEqual([])
  })

  test('a kernel for several processors needs room for locks', () => {
    kernel = boot({ smp: true })
    expect(kernel.ksize(existing(new Shop(1).pool(1)).address)).toBe(64)
  })
})

describe('mempool_alloc', () => {
  test('leaves what the pool keeps alone as long as there is memory', () => {
    const pool = poolOf(2)
    const element = kernel.mempool_alloc(pool, GFP_KERNEL)
    expect(element).not.toBe(NULL)
    expect(pool.curr_nr).toBe(2)
  })

  test('asks first without WAIT and IO and for no message, then with the whole mask when half is gone', () => {
    const shop = new Shop(4)
    const pool = existing(shop.pool(4))
    shop.masks.length = 0
    kernel.mempool_alloc(pool, GFP_KERNEL)
    kernel.mempool_alloc(pool, GFP_KERNEL)
    const patient = (GFP_KERNEL & 0x80) | __GFP_NOWARN
    expect(shop.masks).toEqual([patient, patient])
    expect(pool.curr_nr).toBe(2)
    kernel.mempool_alloc(pool, GFP_KERNEL)
    expect(shop.masks.slice(2)).toEqual([patient, GFP_KERNEL])
  })

  test('does not try harder without FS', () => {
    const shop = new Shop(2)
    const pool = existing(shop.pool(2))
    shop.masks.length = 0
    kernel.mempool_alloc(pool, GFP_NOIO)
    kernel.mempool_alloc(pool, GFP_NOIO)
    expect(shop.masks).toEqual([__GFP_NOWARN, __GFP_NOWARN])
  })

  test('takes the element that came last', () => {
    const shop = new Shop(3)
    const pool = existing(shop.pool(3))
    expect(kernel.mempool_alloc(pool, GFP_ATOMIC)).toBe(0x1000)
    expect(kernel.mempool_alloc(pool, GFP_ATOMIC)).toBe(0x1001)
  })

  test('has all dirty pages written, before it takes what the pool keeps', () => {
    const pool = existing(new Shop(1).pool(1))
    kernel.fillPageCache({ pages: 40, kind: 'needs-fs' })
    expect(kernel.mempool_alloc(pool, GFP_ATOMIC)).toBe(0x1000)
    kernel.tick()
    expect(kernel.machine.reclaimable.nr_dirty).toBe(0)
    expect(kernel.machine.reclaimable.nr_writeback).toBe(40)
  })

  test('fails without WAIT when the pool is empty', () => {
    const shop = new Shop(1)
    const pool = existing(shop.pool(1))
    kernel.mempool_alloc(pool, GFP_ATOMIC)
    expect(kernel.mempool_alloc(pool, GFP_ATOMIC)).toBe(NULL)
    expect(kernel.log()).toEqual([])
  })

  test('with WAIT and nobody who gives one back: KernelHang', () => {
    const pool = existing(new Shop(1).pool(1))
    kernel.mempool_alloc(pool, GFP_NOIO)
    expect(() => kernel.mempool_alloc(pool, GFP_NOIO)).toThrow(KernelHang)
    expect(() => kernel.mempool_alloc(pool, GFP_NOIO)).toThrow(/^mempool_alloc: .*waits for ever/)
  })

  test('with WAIT sleeps until a handler gives one back', () => {
    const pool = existing(new Shop(1).pool(1))
    const element = kernel.mempool_alloc(pool, GFP_NOIO)
    kernel.interruptDuring('schedule', () => kernel.mempool_free(element, pool))
    expect(kernel.mempool_alloc(pool, GFP_NOIO)).toBe(element)
    expect(kernel.log()).toEqual([])
  })

  test('with WAIT in a handler complains, because it sleeps there', () => {
    const pool = existing(new Shop(1).pool(1))
    kernel.mempool_alloc(pool, GFP_NOIO)
    expect(() => kernel.interrupt(() => kernel.mempool_alloc(pool, GFP_NOIO))).toThrow(KernelHang)
    expect(kernel.log()).toEqual(['scheduling while atomic: swapper/0x00010000/0'])
  })

  test('of a cache that may not grow, works as long as the pool keeps objects', () => {
    const pool = poolOf(2)
    const mask = GFP_ATOMIC | __GFP_NO_GROW
    const taken: VirtualAddress[] = []
    for (let element = 1; element !== NULL;) {
      element = kernel.mempool_alloc(pool, mask)
      if (element !== NULL) taken.push(element)
    }
    expect(pool.curr_nr).toBe(0)
    expect(new Set(taken).size).toBe(taken.length)
  })

  test('tells what it compares', () => {
    const shop = new Shop(2)
    const pool = existing(shop.pool(2))
    const told: unknown[] = []
    const stop = watchEvents(kernel, ({ name, values }) => {
      if (name.startsWith('pool-')) told.push([name, values])
    })
    kernel.mempool_alloc(pool, GFP_ATOMIC)
    stop()
    expect(told).toEqual([
      ['pool-asks', { gfp_flags: 32, without_waiting: 32 }],
      ['pool-low', { curr_nr: 2, half: 1, reclaims: 0, harder: 0 }],
      ['pool-reserve', { curr_nr: 2, min_nr: 2, wait: 0 }],
    ])
  })
})

describe('mempool_free', () => {
  test('fills the pool first, the rest goes back where it came from', () => {
    const shop = new Shop(2)
    const pool = existing(shop.pool(2))
    const element = kernel.mempool_alloc(pool, GFP_ATOMIC)
    kernel.mempool_free(element, pool)
    expect([pool.curr_nr, shop.back]).toEqual([2, []])
    kernel.mempool_free(0x5000, pool)
    expect([pool.curr_nr, shop.back]).toEqual([2, [0x5000]])
  })

  test('takes NULL for an element: the pool then has one that is none', () => {
    const shop = new Shop(1)
    const pool = existing(shop.pool(1))
    kernel.mempool_alloc(pool, GFP_ATOMIC)
    kernel.mempool_free(NULL, pool)
    expect(pool.curr_nr).toBe(1)
    expect(kernel.mempool_alloc(pool, GFP_ATOMIC)).toBe(NULL)
  })
})

describe('mempool_resize', () => {
  test('gives back what is too much, from the top', () => {
    const shop = new Shop(4)
    const pool = existing(shop.pool(4))
    expect(kernel.mempool_resize(pool, 2, GFP_KERNEL)).toBe(0)
    expect([pool.curr_nr, pool.min_nr, shop.back]).toEqual([2, 2, [0x1000, 0x1001]])
  })

  test('grows as far as there are elements, and returns 0 all the same', () => {
    const shop = new Shop(3)
    const pool = existing(shop.pool(2))
    expect(kernel.mempool_resize(pool, 4, GFP_KERNEL)).toBe(0)
    expect([pool.curr_nr, pool.min_nr]).toEqual([3, 4])
    expect(kernel.mempool_alloc(pool, GFP_ATOMIC)).toBe(0x1000)
  })

  test('returns -12 when there is no memory for the list, and changes nothing', () => {
    const pool = existing(new Shop(9).pool(2))
    kernel.failPageAllocation()
    expect(kernel.mempool_resize(pool, 2048, GFP_ATOMIC)).toBe(-12)
    expect([pool.curr_nr, pool.min_nr]).toEqual([2, 2])
  })

  test('to nothing stops the kernel', () => {
    const pool = poolOf(1)
    expect(() => kernel.mempool_resize(pool, 0, GFP_KERNEL)).toThrow(KernelBug)
  })
})

describe('mempool_destroy', () => {
  test('gives everything back', () => {
    const before = kernel.slabinfo()
    const pool = poolOf(4)
    kernel.mempool_destroy(pool)
    expect(kernel.kmem_cache_shrink(cache)).toBe(0)
    const row = (text: string): string | undefined => /^size-32 .*$/m.exec(text)?.[0]
    expect(row(kernel.slabinfo())).toBe(row(before))
  })

  test('stops the kernel while an element that it should keep is in use', () => {
    const pool = existing(new Shop(2).pool(2))
    kernel.mempool_alloc(pool, GFP_ATOMIC)
    expect(() => kernel.mempool_destroy(pool)).toThrow(
      'mempool_destroy: the pool has 1 of its 2 elements',
    )
  })

  test('a destroyed pool is none any more', () => {
    const pool = poolOf(1)
    kernel.mempool_destroy(pool)
    expect(() => kernel.mempool_alloc(pool, GFP_KERNEL)).toThrow(/^mempool_alloc: .*destroyed/)
    expect(() => kernel.mempool_free(NULL, pool)).toThrow(KernelBug)
  })
})
