/** A learner's own functions on the way out: they decide, and what they say is looked at before it is done. */
import { describe, expect, it } from 'vitest'
import { GFP_KERNEL, KernelBug, NULL, boot, slabsOf } from '#kernel/index.ts'
import type { FindObject, FlushArray, FreeBlock, Kernel, Overrides } from '#kernel/index.ts'

const findObject: FindObject = (address, pageOf, read32) => {
  const { slab, lru } = pageOf((address - 0xc0000000) >>> 12)
  if (!slab) return null
  const object = Math.floor((address - read32(lru.prev + 12)) / read32(lru.next + 52))
  return { cache: lru.next, slab: lru.prev, object }
}

const cache_flusharray: FlushArray = (entries, batchcount, room) => {
  const count = room > 0 ? Math.min(room, batchcount) : batchcount
  const leaving = entries.slice(0, count)
  return {
    toShared: room > 0 ? leaving : [],
    toSlabs: room > 0 ? [] : leaving,
    stay: entries.slice(count),
  }
}

const free_block: FreeBlock = ({ num, free_objects, free_limit, ...lists }, batch) => {
  const inuse = new Map(
    [...lists.partial, ...lists.full, ...lists.free].map((each) => [each.slab, each.inuse]),
  )
  let partial = lists.partial.map(({ slab }) => slab)
  let full = lists.full.map(({ slab }) => slab)
  const free = lists.free.map(({ slab }) => slab)
  const destroyed: number[] = []
  let count = free_objects + batch.length
  for (const slab of batch) {
    const left = (inuse.get(slab) ?? 0) - 1
    inuse.set(slab, left)
    full = full.filter((other) => other !== slab)
    partial = partial.filter((other) => other !== slab)
    if (left > 0) partial.push(slab)
    else if (count > free_limit) {
      destroyed.push(slab)
      count -= num
    } else free.unshift(slab)
  }
  return { partial, full, free, destroyed }
}

/** Takes and gives in patterns that flush, keep and destroy; what the machine looks like afterwards. */
function exercised(overrides: Overrides, smp: boolean): string {
  const kernel = boot({ overrides, ...(smp ? { smp, cpus: 2 } : {}) })
  const seen: number[] = []
  for (const size of [40, 300, 2000, 5000, 131072]) {
    const taken = Array.from({ length: 130 }, () => kernel.kmalloc(size, GFP_KERNEL))
    seen.push(...taken)
    for (const [place, address] of taken.entries()) if (place % 3 !== 0) kernel.kfree(address)
    for (const [place, address] of taken.entries()) if (place % 3 === 0) kernel.kfree(address)
  }
  expect(kernel.check()).toEqual([])
  const lists = kernel.caches().map((cache) => slabsOf(kernel, cache))
  return JSON.stringify([seen, lists, kernel.slabinfo(), kernel.buddyinfo()])
}

describe.each([false, true])('with right functions, shared arrays: %s', (smp) => {
  const usual = exercised({}, smp)

  it.each([{ findObject }, { cache_flusharray }, { free_block }])(
    'everything comes out as without them: %o',
    (overrides) => {
      expect(exercised(overrides, smp)).toBe(usual)
    },
  )

  it('a batch may be used up by the function that gets it', () => {
    const usingUp: FreeBlock = (cache, batch) => free_block(cache, (batch as number[]).splice(0))
    expect(exercised({ free_block: usingUp }, smp)).toBe(usual)
  })

  it('also with all of them at once', () => {
    expect(exercised({ findObject, cache_flusharray, free_block }, smp)).toBe(usual)
  })
})

/** Takes so many objects of 100 bytes and gives all back. */
function giveBack(kernel: Kernel, count = 200): void {
  const taken = Array.from({ length: count }, () => kernel.kmalloc(100, GFP_KERNEL))
  for (const address of taken) kernel.kfree(address)
}

const flushing = (flush: FlushArray) => () =>
  giveBack(boot({ overrides: { cache_flusharray: flush } }))
const blocking = (own: FreeBlock) => () => giveBack(boot({ overrides: { free_block: own } }))
const finding = (own: FindObject) => () => giveBack(boot({ overrides: { findObject: own } }))

describe('what cannot be done is refused, with the reason', () => {
  it.each<[string, () => void, RegExp]>([
    ['nothing found', finding(() => null), /findObject found nothing at 0x/],
    [
      'another cache',
      finding((...all) => ({ ...findObject(...all)!, cache: 0xc0000000 })),
      /no cache of 0x/,
    ],
    [
      'another slab',
      finding((...all) => ({ ...findObject(...all)!, slab: NULL })),
      /findObject: no slab of 0x/,
    ],
    [
      'an object behind the last',
      finding((...all) => ({ ...findObject(...all)!, object: 1000 })),
      /has no object 1000/,
    ],
    [
      'entries lost',
      flushing((entries) => ({ toShared: [], toSlabs: entries.slice(0, 9), stay: [] })),
      /of 120 entries 9 came out/,
    ],
    [
      'a shared array without room',
      flushing((entries) => ({ toShared: entries, toSlabs: [], stay: [] })),
      /120 entries for the shared array, which has room for 0/,
    ],
    [
      'no room made',
      flushing((entries) => ({ toShared: [], toSlabs: [], stay: entries })),
      /120 entries stay/,
    ],
    [
      'a slab that does not exist',
      blocking(() => ({ partial: [777], full: [], free: [], destroyed: [] })),
      /there is no slab 777/,
    ],
    [
      'a slab in use destroyed',
      blocking(({ partial, full, free }) => ({
        partial: [],
        full: [],
        free: [],
        destroyed: [...partial, ...full, ...free].map(({ slab }) => slab),
      })),
      /to be destroyed/,
    ],
    [
      'a slab forgotten',
      blocking(() => ({ partial: [], full: [], free: [], destroyed: [] })),
      /in no list any more/,
    ],
  ])('%s', (_, run, message) => {
    expect(run).toThrow(KernelBug)
    expect(run).toThrow(message)
  })
})

it('leaves the shortest path, and only with such a function', () => {
  expect(boot().machine.plain).toBe(true)
  for (const overrides of [{ findObject }, { cache_flusharray }, { free_block }]) {
    expect(boot({ overrides }).machine.plain).toBe(false)
  }
})
