/** `traces` of the kernel files: one new cache after the other, each allocation and free with its address. */
import * as v from 'valibot'
import { arrayOf, GFP_KERNEL, NULL, slabsOf } from '#kernel/index.ts'
import type { kmem_cache, Kernel } from '#kernel/index.ts'
import { Input, type Actual } from './compare.ts'
import { Frames } from './frames.ts'
import { countersOf, describeCache } from './kernel_descriptor.ts'

const call = v.looseObject({ req_size: v.number(), align: v.number(), flags: v.string() })
const operation = v.tuple([
  v.picklist(['a', 'f']),
  v.string(),
  v.number(),
  v.number(),
  v.number(),
  v.number(),
  v.number(),
])
const event = v.looseObject({
  event: v.picklist(['cache', 'slab', 'array', 'shrink', 'destroy']),
  tag: v.optional(v.string()),
})
type Event = v.InferOutput<typeof event>

const shape = v.pipe(v.array(v.unknown()), v.minLength(2))

/** Replays the rows of one cache. */
export function replayTrace(kernel: Kernel, name: string, trace: unknown): Actual {
  const [first, ...rows] = v.parse(shape, trace)
  const player = new Player(kernel, name, v.parse(call, first))
  return [new Input(null), ...rows.map((row) => player.play(row))]
}

class Player {
  readonly #kernel: Kernel
  readonly #cache: kmem_cache | null
  readonly #frames: Frames
  /** Objects in use. A gap is filled with the last one, and what is left at the end goes from the end: see #freeAll(). */
  readonly #objects: { readonly theirs: string; readonly ours: number }[] = []
  /** Slabs that the file has listed in its last rows. */
  #listed = 0

  constructor(
    kernel: Kernel,
    name: string,
    { req_size, align, flags }: v.InferOutput<typeof call>,
  ) {
    this.#kernel = kernel
    this.#frames = new Frames(kernel, () => this.#cache)
    this.#cache = kernel.kmem_cache_create(name, req_size, align, Number(flags))
  }

  play(row: unknown): Actual {
    if (this.#cache === null) return null
    if (Array.isArray(row)) return this.#operate(this.#cache, v.parse(operation, row))
    const told = v.parse(event, row)
    if (told.event !== 'slab') this.#listed = 0
    switch (told.event) {
      case 'cache':
        if (told.tag === 'allfreed2') this.#freeAll(this.#cache)
        return this.#descriptor(this.#cache, told)
      case 'slab':
        return this.#slab(this.#cache, told)
      case 'array':
        return this.#array(this.#cache, told)
      case 'shrink':
        return { ...this.#about(told), ret: this.#kernel.kmem_cache_shrink(this.#cache) }
      case 'destroy':
        return { ...this.#about(told), ret: this.#kernel.kmem_cache_destroy(this.#cache) }
    }
  }

  #operate(cache: kmem_cache, [name, address]: v.InferOutput<typeof operation>): Actual {
    if (name === 'f') {
      this.#kernel.kmem_cache_free(cache, this.#take(address))
      return [new Input(null), new Input(null), ...this.#counters(cache)]
    }
    const object = this.#kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    this.#objects.push({ theirs: address, ours: object })
    return [new Input(null), this.#frames.translate(object, address), ...this.#counters(cache)]
  }

  #take(address: string): number {
    const at = this.#objects.findIndex(({ theirs }) => theirs === address)
    const { ours = NULL } = this.#objects[at] ?? {}
    const last = this.#objects.pop()
    if (last !== undefined && at < this.#objects.length) this.#objects[at] = last
    return ours
  }

  /** Frees what is left. The file does not tell in which order; of those tried, only this one gives its counters. */
  #freeAll(cache: kmem_cache): void {
    for (const { ours } of this.#objects.splice(0).reverse()) {
      this.#kernel.kmem_cache_free(cache, ours)
    }
  }

  /** `avail`, `free_objects`, full, partial and free slabs. */
  #counters(cache: kmem_cache): number[] {
    return Object.values(countersOf(this.#kernel, cache))
  }

  #about({ event: name }: Event): { readonly [key: string]: Actual } {
    return { event: new Input(name), name: this.#cache?.name ?? null }
  }

  #descriptor(cache: kmem_cache, told: Event): Actual {
    return {
      ...this.#about(told),
      ...describeCache(this.#kernel, cache),
      ...countersOf(this.#kernel, cache),
      tag: new Input(told.tag ?? null),
      colour_next: cache.colour_next,
      addr: this.#frames.translate(cache.address, told['addr']),
    }
  }

  /** The next slab of the three lists, from head to tail: full, partial, free. */
  #slab(cache: kmem_cache, told: Event): Actual {
    const { full, partial, free } = slabsOf(this.#kernel, cache)
    const slabs = [
      ...full.map((slab) => ({ list: 'full', slab })),
      ...partial.map((slab) => ({ list: 'partial', slab })),
      ...free.map((slab) => ({ list: 'free', slab })),
    ]
    const found = slabs[this.#listed++]
    if (found === undefined) return null
    const { list, slab } = found
    return {
      event: new Input('slab'),
      cache: cache.name,
      list,
      slabp: this.#frames.translate(slab.descriptor, told['slabp']),
      colouroff: slab.colouroff,
      s_mem: this.#frames.translate(slab.s_mem, told['s_mem']),
      inuse: slab.inuse,
      freeidx: slab.free[0] ?? 65535,
    }
  }

  #array(cache: kmem_cache, told: Event): Actual {
    const { limit, batchcount, entries } = arrayOf(this.#kernel, cache)
    const expected = v.parse(v.array(v.unknown()), told['entries'])
    return {
      event: new Input('array'),
      cache: cache.name,
      limit,
      batch: batchcount,
      entries: entries.map((entry, i) => this.#frames.translate(entry, expected[i])),
    }
  }
}
