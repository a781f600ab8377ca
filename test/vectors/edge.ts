/** edge_*.json: illegal and border-line calls, each on a freshly booted machine. */
import * as v from 'valibot'
import * as kernelNames from '#kernel/index.ts'
import { KernelBug, KernelPanic, NULL, placeOf } from '#kernel/index.ts'
import { Calls, type Creation } from './calls.ts'
import { Input, type Actual } from './compare.ts'
import { bootFor, configurationShape, itemsOf, nothingExempt, type Reader } from './reader.ts'
import { bootState } from './state.ts'

const description = v.looseObject({
  call: v.string(),
  size: v.optional(v.number(), 100),
  align: v.optional(v.number(), 0),
  flag: v.optional(v.string()),
  name: v.optional(v.nullable(v.string()), 'x'),
  ctor: v.optional(v.boolean(), false),
  dtor: v.optional(v.boolean(), false),
  gfp: v.optional(v.string()),
  gfp_hex: v.optional(v.string()),
  cache: v.optional(v.string()),
  n: v.optional(v.number(), 1),
})
type Description = v.InferOutput<typeof description>

const row = v.tuple([description, v.array(v.unknown())])
const shape = v.looseObject({
  about: v.looseObject({ config: v.object(configurationShape) }),
  rows: v.pipe(v.array(v.unknown()), v.minLength(1)),
})

const { GFP_ATOMIC, GFP_DMA, GFP_HIGHUSER, GFP_KERNEL, __GFP_NO_GROW, __GFP_ZERO } = kernelNames

/** The masks of the calls of one record, by what the record says of them. */
const MASKS: { readonly [text: string]: readonly number[] } = {
  KERNEL: [GFP_KERNEL],
  ATOMIC: [GFP_ATOMIC],
  'DMA|KERNEL': [GFP_DMA | GFP_KERNEL],
  '0 (no wait, no high)': [0],
  '__GFP_NO_GROW on empty cache (0x2000|KERNEL)': [__GFP_NO_GROW | GFP_KERNEL],
  'GFP_HIGHUSER, cache must grow': [GFP_HIGHUSER],
  'KERNEL|__GFP_ZERO, cache must grow': [GFP_KERNEL | __GFP_ZERO],
  'KERNEL (refills from the boot slab), then GFP_HIGHUSER served from the array': [
    GFP_KERNEL,
    GFP_HIGHUSER,
  ],
}

function masks({ gfp = 'KERNEL', gfp_hex }: Description): readonly number[] {
  return gfp_hex === undefined ? (MASKS[gfp] ?? []) : [Number.parseInt(gfp_hex, 16)]
}

/** The mask of a flag: named as in the kernel without SLAB_, or `unknown` and a number. */
function flagMask(flag: string | undefined): number {
  if (flag === undefined) return 0
  const number = /0x[0-9a-f]+/.exec(flag)
  if (number !== null) return Number.parseInt(number[0], 16)
  return v.parse(v.number(), Reflect.get(kernelNames, `SLAB_${flag}`))
}

/** One record: the calls it describes, each with its answer, up to the one that stops the kernel. */
class Edge {
  readonly #calls: Calls
  readonly #given: Description
  readonly #answers: Actual[] = []

  constructor(calls: Calls, given: Description) {
    this.#calls = calls
    this.#given = given
  }

  play(script: (edge: Edge) => void): Actual[] {
    try {
      script(this)
    } catch (error) {
      if (error instanceof KernelPanic) this.#answers.push({ panic: true })
      else if (error instanceof KernelBug) this.#answers.push({ BUG: true })
      else throw error
    }
    return this.#answers
  }

  /** Creates the cache of the record, unless something else is asked for, and returns its index. */
  create(change: Partial<Creation> = {}): number {
    const { name, size, align, flag, ctor, dtor } = this.#given
    const result = this.#calls.create({
      name,
      size,
      align,
      flags: flagMask(flag),
      ctor: ctor ? 1 : 0,
      dtor: dtor ? 1 : 0,
      ...change,
    })
    const cache = this.#calls.caches.at(-1)
    this.#answers.push(result === null ? { ret: null } : { ...result, flags: cache?.flags ?? null })
    return cache?.index ?? -1
  }

  kmalloc(size = this.#given.size, wanted = masks(this.#given)): void {
    for (const mask of wanted) this.#answers.push(this.#calls.kmalloc(size, mask).answer)
  }

  kfree(address: number): void {
    this.#answers.push(this.#calls.kfree(address))
  }

  kcalloc(): void {
    const { kernel } = this.#calls
    const { n, size } = this.#given
    const address = kernel.kcalloc(n, size, GFP_KERNEL)
    const cache = placeOf(kernel, address)?.cache.name
    this.#answers.push(cache === undefined ? null : { cache })
  }

  alloc(index: number, mask: number): number {
    const { address, answer } = this.#calls.alloc(index, mask)
    this.#answers.push([index, ...answer])
    return address
  }

  free(index: number, address: number): void {
    this.#answers.push([index, ...this.#calls.free(index, address)])
  }

  destroy(index: number): void {
    this.#answers.push([index, ...this.#calls.destroy(index)])
  }

  shrink(index: number): void {
    this.#answers.push([index, ...this.#calls.shrink(index)])
  }

  /** The state of a cache. */
  state(index: number): void {
    this.#answers.push(bootState(this.#calls.kernel, this.#calls.caches[index]!))
  }

  /** The first names of slabinfo. */
  names(): void {
    this.#answers.push(
      this.#calls.kernel
        .caches()
        .slice(0, 4)
        .map(({ name }) => name),
    )
  }

  failPageAllocation(nth: number): void {
    this.#calls.kernel.failPageAllocation(nth)
  }

  irq_enter(): void {
    this.#calls.kernel.irq_enter()
  }

  /** The index of the cache that the record names. */
  get named(): number {
    return this.#calls.caches.find(({ name }) => name === this.#given.cache)?.index ?? -1
  }
}

const OFF_SLAB_FAILURE =
  'off-slab cache of 512-byte objects: size-64 first emptied by 49 kmalloc(64); then the pages of the new slab are obtained but the page for its management object is not; then retried'

/** What the records do, by their `call`. */
const scripts: { readonly [call: string]: (edge: Edge) => void } = {
  kmem_cache_create: (edge) => edge.create(),
  'kmem_cache_create twice with one name': (edge) => {
    edge.create()
    edge.create()
  },
  'kmem_cache_create with the name of a general cache': (edge) => edge.create({ name: 'size-32' }),
  'kmem_cache_create in interrupt': (edge) => {
    edge.irq_enter()
    edge.create()
  },
  'kmem_cache_shrink in interrupt': (edge) => {
    edge.irq_enter()
    edge.shrink(edge.named)
  },
  'kmem_cache_destroy in interrupt': (edge) => {
    edge.irq_enter()
    edge.destroy(edge.named)
  },
  kmalloc: (edge) => edge.kmalloc(),
  'kmalloc (size not known at compile time)': (edge) => edge.kmalloc(),
  'kmalloc twice: KERNEL, then KERNEL|NO_GROW served from the array': (edge) =>
    edge.kmalloc(undefined, [GFP_KERNEL, GFP_KERNEL | __GFP_NO_GROW]),
  'kmalloc with first page allocation failing': (edge) => {
    edge.failPageAllocation(1)
    edge.kmalloc()
    edge.kmalloc()
  },
  kfree: (edge) => edge.kfree(NULL),
  kcalloc: (edge) => edge.kcalloc(),
  'kmem_cache_alloc on a CACHE_DMA cache without GFP_DMA, must grow': (edge) =>
    edge.alloc(edge.create({ flags: kernelNames.SLAB_CACHE_DMA }), GFP_KERNEL),
  'kmem_cache_alloc on a CACHE_DMA cache with GFP_DMA': (edge) =>
    edge.alloc(edge.create({ flags: kernelNames.SLAB_CACHE_DMA }), GFP_KERNEL | GFP_DMA),
  'kmem_cache_alloc on a normal cache with GFP_DMA, must grow': (edge) =>
    edge.alloc(edge.create(), GFP_KERNEL | GFP_DMA),
  'as before but objects already in the array': (edge) => {
    const cache = edge.create()
    edge.alloc(cache, GFP_KERNEL)
    edge.alloc(cache, GFP_KERNEL | GFP_DMA)
  },
  [OFF_SLAB_FAILURE]: (edge) => {
    const cache = edge.create()
    for (let i = 0; i < 49; i++) edge.kmalloc(64, [GFP_KERNEL])
    edge.failPageAllocation(2)
    edge.alloc(cache, GFP_ATOMIC)
    edge.state(cache)
    edge.alloc(cache, GFP_ATOMIC)
    edge.state(cache)
  },
  'colour still advances when growth fails': (edge) => {
    const cache = edge.create()
    edge.state(cache)
    for (let i = 0; i < 2; i++) {
      edge.failPageAllocation(1)
      edge.alloc(cache, GFP_ATOMIC)
    }
    edge.state(cache)
    edge.alloc(cache, GFP_ATOMIC)
    edge.state(cache)
  },
  'kmem_cache_destroy: create, alloc 1, destroy, free, destroy': (edge) => {
    const cache = edge.create()
    const object = edge.alloc(cache, GFP_KERNEL)
    edge.destroy(cache)
    edge.free(cache, object)
    edge.destroy(cache)
  },
  'kmem_cache_destroy, then create again with same name': (edge) => {
    edge.destroy(edge.create())
    edge.create()
  },
  'failed destroy moves the cache to the head of the chain': (edge) => {
    const cache = edge.create()
    edge.create({ name: 'y' })
    edge.alloc(cache, GFP_KERNEL)
    edge.names()
    edge.destroy(cache)
    edge.names()
  },
}

export const edgeReader: Reader = {
  format: 'edge',
  lists: ['rows'],
  fileName: /^edge/,
  recognises: (document) => v.is(shape, document) && v.is(row, itemsOf(document, 'rows')[0]),
  records: (document) => {
    const { config } = v.parse(shape, document).about
    return itemsOf(document, 'rows').map((expected, index) => {
      const [given] = v.parse(row, expected)
      const script = scripts[given.call]
      return {
        name: `row ${index + 1} ${given.call}`,
        group: given.call,
        expected,
        notSimulated: script === undefined ? 'a call that the reader does not know' : null,
        exemption: nothingExempt,
        run: () => {
          const calls = new Calls(bootFor(config))
          const answers = script === undefined ? [] : new Edge(calls, given).play(script)
          return [new Input(null), answers]
        },
      }
    })
  },
}
