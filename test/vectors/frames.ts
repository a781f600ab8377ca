/**
 * Addresses of another machine. Where a slab came to lie depends on the whole history of that machine, so the place
 * of its pages is taken from the file when one of its addresses is seen for the first time. From then on every
 * address in the slab must agree with that, its offset in the page always. Which object of another cache (for a
 * descriptor, say) was free there is not known either: its offset must be that of some object, and then stay.
 */
import { PAGE_SIZE, slabAt, watchNumbers, type Kernel, type kmem_cache } from '#kernel/index.ts'
import { hex } from '#lib/hex.ts'
import type { Actual } from './compare.ts'

export class Frames {
  readonly #kernel: Kernel
  readonly #cache: () => kmem_cache | null
  /** Bytes from our slab to that of the file, by the first frame of ours. */
  readonly #distance = new Map<number, number>()
  /** Objects of other caches, whose state is not known: the file's address by ours. */
  readonly #others = new Map<number, string>()

  /** `cache` is the one whose slabs the file tells about. */
  constructor(kernel: Kernel, cache: () => kmem_cache | null) {
    this.#kernel = kernel
    this.#cache = cache
    watchNumbers(kernel, (name, _inside, _depth, descriptor, [first = -1, second = -1]) => {
      if (descriptor !== this.#cache()?.descriptor) return
      if (name === 'pages') this.#distance.delete(first)
      else if (name === 'slab-destroyed') this.#distance.delete(second)
    })
  }

  /** Our address as the machine of the file has it, if `expected` may be it. */
  translate(address: number, expected: unknown): Actual {
    const found = slabAt(this.#kernel, address)
    if (found === null) return null
    const { cache, slab } = found
    if (cache !== this.#cache()) return this.#other(address, cache.objsize, expected)
    const { frame } = slab
    const distance = this.#distance.get(frame) ?? this.#bind(frame, address, expected)
    return hex(address + distance)
  }

  #bind(frame: number, address: number, expected: unknown): number {
    const theirs = Number(expected)
    const ours = address % PAGE_SIZE
    const distance = theirs - (theirs % PAGE_SIZE) - (address - ours)
    const taken = [...this.#distance].some(
      ([other, known]) => other * PAGE_SIZE + known === frame * PAGE_SIZE + distance,
    )
    // Two slabs in the same pages: whatever is said, it must not agree.
    if (taken) return 0
    this.#distance.set(frame, distance)
    return distance
  }

  #other(address: number, objsize: number, expected: unknown): Actual {
    const known = this.#others.get(address)
    if (known !== undefined) return known
    const theirs = Number(expected)
    if ((theirs - address) % objsize !== 0) return hex(address)
    this.#others.set(address, hex(theirs))
    return hex(theirs)
  }
}
