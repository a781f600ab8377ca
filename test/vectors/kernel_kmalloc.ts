/**
 * `kmalloc` of the kernel files: one request after the other, each given back at once. Which object a request gets
 * depends on what had used its cache before. So every cache is brought to where its row in `general_caches` says that
 * it was: with something in its array, or with nothing free. Then the simulator tells which requests get the same
 * object, which caches grow, and which objects of a small cache go to the descriptors of their slabs.
 */
import * as v from 'valibot'
import { arrayOf, CFLGS_OFF_SLAB, GFP_DMA, GFP_KERNEL, NULL, PAGE_SIZE } from '#kernel/index.ts'
import { slabAt, type kmem_cache, type Kernel } from '#kernel/index.ts'
import { MAX_DMA_ADDRESS } from '#kernel/boot/bootmem.ts'
import { high_memory } from '#kernel/boot/address_space.ts'
import { __va } from '#kernel/layout.ts'
import { hex } from '#lib/hex.ts'
import { Input, type Actual } from './compare.ts'

const row = v.looseObject({
  req: v.number(),
  va: v.string(),
  gfp: v.optional(v.literal('DMA')),
  ksize: v.optional(v.number()),
  cache: v.optional(v.string()),
})
type Row = v.InferOutput<typeof row>

const cacheState = v.looseObject({ name: v.string(), avail: v.number() })

/** The answers to all rows, on a machine that has the caches of the file. */
export function replayKmalloc(kernel: Kernel, general: unknown, told: unknown): Actual {
  for (const { name, avail } of v.parse(v.array(cacheState), general)) {
    const cache = kernel.caches().find((candidate) => candidate.name === name)
    if (cache !== undefined) prepare(kernel, cache, avail > 0)
  }
  const places = new Places(kernel)
  return v.parse(v.array(row), told).map((given) => request(kernel, given, places))
}

/** Puts something into the array of a cache, or takes all that is free. DMA caches were never used before. */
function prepare(kernel: Kernel, cache: kmem_cache, filled: boolean): void {
  if (cache.gfpflags !== 0) return
  const anyFree = (): boolean => arrayOf(kernel, cache).avail + cache.free_objects > 0
  if (filled) kernel.kfree(kernel.kmalloc(cache.objsize, GFP_KERNEL))
  else while (anyFree()) kernel.kmem_cache_alloc(cache, GFP_KERNEL)
}

function request(kernel: Kernel, given: Row, places: Places): Actual {
  const { req, va, gfp } = given
  const address = kernel.kmalloc(req, gfp === 'DMA' ? GFP_KERNEL | GFP_DMA : GFP_KERNEL)
  const cache = address === NULL ? '' : (slabAt(kernel, address)?.cache.name ?? '')
  const answer = {
    req: new Input(req),
    ...(gfp === undefined ? {} : { gfp: new Input(gfp) }),
    va: places.translate(address, va),
    ...(given.ksize === undefined ? {} : { ksize: kernel.ksize(address) }),
    ...(given.cache === undefined ? {} : { cache }),
  }
  kernel.kfree(address)
  return answer
}

/** Objects of both machines: one of theirs for each of ours. */
class Places {
  readonly #kernel: Kernel
  readonly #theirs = new Map<number, number>()

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  /** Our object as the machine of the file has it, if `expected` may be it. */
  translate(ours: number, expected: string): string {
    if (ours === NULL) return hex(NULL)
    const known = this.#theirs.get(ours)
    if (known !== undefined) return hex(known)
    const theirs = Number(expected)
    const taken = [...this.#theirs.values()].includes(theirs)
    if (taken || !this.#mayBe(ours, theirs)) return hex(ours)
    this.#theirs.set(ours, theirs)
    return hex(theirs)
  }

  /** True where an object of our object's cache can be. Slabs lie at multiples of their size. */
  #mayBe(ours: number, theirs: number): boolean {
    const cache = slabAt(this.#kernel, ours)?.cache
    if (cache === undefined) return false
    const bytes = PAGE_SIZE << cache.gfporder
    if (cache.gfpflags !== 0) {
      // Its first slab: the object has the same place in it, whatever went before.
      return theirs < __va(MAX_DMA_ADDRESS) && theirs % bytes === ours % bytes
    }
    const management = (cache.flags & CFLGS_OFF_SLAB) === 0 ? cache.slab_size : 0
    const colours = Array.from({ length: Math.max(1, cache.colour) }, (_, i) => i)
    return (
      theirs < high_memory(this.#kernel.machine) &&
      colours.some((colour) => {
        const offset = (theirs % bytes) - management - colour * cache.colour_off
        return offset >= 0 && offset % cache.objsize === 0 && offset / cache.objsize < cache.num
      })
    )
  }
}
