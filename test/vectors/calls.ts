/** The calls of the reference files, and their answers in the words of the files. */
import { NULL, type kmem_cache, type Kernel, type VirtualAddress } from '#kernel/index.ts'
import { arrayOf, placeOf } from '#kernel/inspect.ts'
import type { Actual } from './compare.ts'
import { EventLog } from './events.ts'
import { byIndex, geometry } from './state.ts'

/** What kmem_cache_create() is given: 1 for a constructor or destructor, 0 for none. */
export interface Creation {
  readonly name: string | null
  readonly size: number
  readonly align: number
  readonly flags: number
  readonly ctor: number
  readonly dtor: number
}

const SLAB_CTOR_ATOMIC = 2

export class Calls {
  readonly kernel: Kernel
  readonly log: EventLog
  /** By their index; destroyed ones stay. */
  readonly caches: kmem_cache[]
  /** Calls of constructors, those of them that may not sleep, and calls of destructors. */
  readonly hooks = { constructed: 0, atomic: 0, destructed: 0 }

  constructor(kernel: Kernel) {
    this.kernel = kernel
    this.caches = byIndex(kernel)
    this.log = new EventLog(kernel)
  }

  /** `[cache, slab, object, hit, events?]` */
  kmalloc(size: number, gfp: number): { address: VirtualAddress; answer: Actual[] } {
    const general = this.kernel.malloc_sizes.find(({ cs_size }) => size <= cs_size)
    const cache = (gfp & 1) === 0 ? general?.cs_cachep : general?.cs_dmacachep
    const hit = cache !== undefined && arrayOf(this.kernel, cache).avail > 0 ? 1 : 0
    const address = this.kernel.kmalloc(size, gfp)
    return {
      address,
      answer: [cache?.index ?? -1, ...this.#place(address), hit, ...this.log.take()],
    }
  }

  /** `[cache, flushed, events?]` */
  kfree(address: VirtualAddress): Actual[] {
    const cache = placeOf(this.kernel, address)?.cache
    const flushed = cache === undefined ? 0 : this.#arrayFull(cache)
    this.kernel.kfree(address)
    return [cache?.index ?? -1, flushed, ...this.log.take()]
  }

  /** `[slab, object, hit, events?]` */
  alloc(index: number, gfp: number): { address: VirtualAddress; answer: Actual[] } {
    const cache = this.caches[index]!
    const hit = arrayOf(this.kernel, cache).avail > 0 ? 1 : 0
    const address = this.kernel.kmem_cache_alloc(cache, gfp)
    return { address, answer: [...this.#place(address), hit, ...this.log.take()] }
  }

  /** `[flushed, events?]` */
  free(index: number, address: VirtualAddress): Actual[] {
    const cache = this.caches[index]!
    const flushed = this.#arrayFull(cache)
    this.kernel.kmem_cache_free(cache, address)
    return [flushed, ...this.log.take()]
  }

  /** The geometry of the new cache, or null when the kernel returned NULL. */
  create(creation: Creation): { readonly [key: string]: Actual } | null {
    const { name, size, align, flags, ctor, dtor } = creation
    const { hooks } = this
    const cache = this.kernel.kmem_cache_create(
      name,
      size,
      align,
      flags,
      ctor === 0 ? null : (_object, _cache, mode) => countCall(hooks, mode),
      dtor === 0 ? null : () => hooks.destructed++,
    )
    if (cache === null) return null
    this.caches.push(cache)
    const [ev] = this.log.take()
    const next_reap = cache.next_reap - this.kernel.jiffies
    const result = { cid: cache.index, ...geometry(this.kernel, cache), next_reap }
    return ev === undefined ? result : { ...result, ev }
  }

  /** `[return value, events?]` */
  destroy(index: number): Actual[] {
    return [this.kernel.kmem_cache_destroy(this.caches[index] ?? null), ...this.log.take()]
  }

  /** `[return value, events?]` */
  shrink(index: number): Actual[] {
    return [this.kernel.kmem_cache_shrink(this.caches[index] ?? null), ...this.log.take()]
  }

  /** The events of one round of the reaper. */
  reap(): Actual {
    this.kernel.cache_reap()
    const [events = []] = this.log.take()
    return events
  }

  /** The events of the callbacks that waited for a grace period. */
  gracePeriod(): Actual {
    this.kernel.rcuGracePeriod()
    return this.log.takeOutlived()
  }

  /** `[return value, events?]` of a line written to slabinfo, whose end counts too. */
  tune(text: string): Actual[] {
    return [this.kernel.slabinfo_write(`${text}\n`), ...this.log.take()]
  }

  #place(address: VirtualAddress): [number, number] {
    const found = address === NULL ? null : placeOf(this.kernel, address)
    return found === null ? [-1, -1] : [found.slab, found.object]
  }

  #arrayFull(cache: kmem_cache): number {
    const { avail, limit } = arrayOf(this.kernel, cache)
    return avail === limit ? 1 : 0
  }
}

function countCall(hooks: { constructed: number; atomic: number }, mode: number): void {
  hooks.constructed++
  if ((mode & SLAB_CTOR_ATOMIC) !== 0) hooks.atomic++
}
