/**
 * A naive model of the whole machine: it knows who holds which memory, and nothing of slabs, arrays or zones. It plays
 * a program on a machine and compares after each step.
 */
import { expect } from 'vitest'
import {
  __GFP_NO_GROW,
  freePages,
  GFP_DMA,
  GFP_KERNEL,
  KernelBug,
  NULL,
  PAGE_SIZE,
  SLAB_CACHE_DMA,
  slabsOf,
  type GfpFlags,
  type Kernel,
  type kmem_cache,
  type PageFrame,
  type VirtualAddress,
} from '#kernel/index.ts'

/** A step of a program. `which` chooses among what there is, whatever that is by then. */
export type Step =
  | { readonly do: 'kmalloc'; readonly size: number; readonly gfp: GfpFlags }
  | { readonly do: 'kfree'; readonly which: number }
  | {
      readonly do: 'create'
      readonly size: number
      readonly align: number
      readonly flags: number
      readonly hooks: boolean
    }
  | { readonly do: 'take'; readonly which: number; readonly count: number; readonly gfp: GfpFlags }
  | { readonly do: 'give'; readonly which: number; readonly count: number }
  | { readonly do: 'shrink'; readonly which: number }
  | { readonly do: 'destroy'; readonly which: number }
  | {
      readonly do: 'tune'
      readonly which: number
      readonly limit: number
      readonly batch: number
      readonly shared: number
    }
  | { readonly do: 'pages'; readonly order: number; readonly gfp: GfpFlags }
  | { readonly do: 'freePages'; readonly which: number }
  | { readonly do: 'reap'; readonly ticks: number }
  | { readonly do: 'interrupt'; readonly begins: boolean }
  | { readonly do: 'fail'; readonly nth: number }

/** Memory that the program holds, with the byte it wrote all over it. */
interface Held {
  readonly address: VirtualAddress
  readonly bytes: number
  readonly mark: number
}

interface Block extends Held {
  readonly frame: PageFrame
  readonly order: number
}

interface OwnCache {
  readonly cache: kmem_cache
  readonly hooks: boolean
  readonly held: Held[]
  /** Constructor calls less destructor calls. */
  made: number
}

export class NaiveModel {
  readonly #kernel: Kernel
  readonly #objects: Held[] = []
  readonly #blocks: Block[] = []
  #caches: OwnCache[] = []
  #handlers = 0
  #steps = 0
  /** A cache that has no array, because there was no page for it: nothing can be said of the machine any more. */
  #broken = false

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  /** Plays a program; after each step everything must be as it should. */
  play(program: readonly Step[]): void {
    for (const step of program) {
      this.#steps++
      this.#take(step)
      if (this.#broken) return
      expect(this.#kernel.check(), `after step ${this.#steps}, ${JSON.stringify(step)}`).toEqual([])
      for (const own of this.#caches) this.#checkHooks(own)
    }
  }

  /** Gives everything back: no page may be missing. Not after a cache that was left without an array. */
  finish(pagesBefore: number): void {
    const kernel = this.#kernel
    if (this.#broken) return
    kernel.failPageAllocation(0)
    for (; this.#handlers > 0; this.#handlers--) kernel.irq_exit()
    while (this.#objects.length > 0) this.#kfree(0)
    while (this.#blocks.length > 0) this.#freePages(0)
    for (const own of this.#caches) {
      while (own.held.length > 0) this.#giveOne(own)
      expect(kernel.kmem_cache_destroy(own.cache)).toBe(0)
      expect(own.made).toBe(0)
    }
    shrinkAll(kernel)
    expect(kernel.check()).toEqual([])
    expect(freePages(kernel)).toBe(pagesBefore)
  }

  #take(step: Step): void {
    switch (step.do) {
      case 'kmalloc':
        return this.#kmalloc(step.size, step.gfp)
      case 'kfree':
        return this.#kfree(step.which)
      case 'create':
        return this.#create(step)
      case 'take':
        return this.#takeObjects(step.which, step.count, step.gfp)
      case 'give':
        return this.#giveObjects(step.which, step.count)
      case 'shrink':
        return this.#shrink(step.which)
      case 'destroy':
        return this.#destroy(step.which)
      case 'tune':
        return this.#tune(step)
      case 'pages':
        return this.#pages(step.order, step.gfp)
      case 'freePages':
        return this.#freePages(step.which)
      case 'reap':
        this.#kernel.machine.jiffies += step.ticks
        return this.#kernel.cache_reap()
      case 'interrupt':
        return this.#interrupt(step.begins)
      default:
        return this.#kernel.failPageAllocation(step.nth)
    }
  }

  /** Memory is only refused when a failure was ordered and has come, or the mask forbids to grow. */
  #mayFail<Result>(gfp: GfpFlags, call: () => Result, failed: (result: Result) => boolean): Result {
    const { machine } = this.#kernel
    const pending = machine.pageAllocationsUntilFailure > 0
    const result = call()
    const came = pending && machine.pageAllocationsUntilFailure === 0
    if (failed(result)) expect(came || (gfp & __GFP_NO_GROW) !== 0).toBe(true)
    return result
  }

  #kmalloc(size: number, gfp: GfpFlags): void {
    const kernel = this.#kernel
    const isNull = (address: VirtualAddress): boolean => address === NULL && size <= 131072
    const address = this.#mayFail(gfp, () => kernel.kmalloc(size, gfp), isNull)
    if (address === NULL) return
    expect(size).toBeLessThanOrEqual(kernel.ksize(address))
    this.#objects.push(this.#mark(address, kernel.ksize(address)))
  }

  #kfree(which: number): void {
    const object = remove(this.#objects, which)
    if (object === undefined) return
    this.#verify(object)
    this.#kernel.kfree(object.address)
  }

  #create({ size, align, flags, hooks }: Extract<Step, { do: 'create' }>): void {
    const kernel = this.#kernel
    const name = `own-${this.#steps}`
    const count = { made: 0 }
    const ctor = hooks ? () => count.made++ : null
    const dtor = hooks ? () => count.made-- : null
    const create = () => kernel.kmem_cache_create(name, size, align, flags, ctor, dtor)
    if (this.#handlers > 0) return this.#refused(create)
    const cache = this.#mayFail(GFP_KERNEL, create, (result) => result === null)
    if (cache === null) return
    if (cache.array === NULL) this.#broken = true
    this.#caches.push(Object.assign(count, { cache, hooks, held: [] }))
  }

  #takeObjects(which: number, count: number, gfp: GfpFlags): void {
    const own = pick(this.#caches, which)
    if (own === undefined) return
    const { cache } = own
    const mask = (cache.flags & SLAB_CACHE_DMA) === 0 ? gfp & ~GFP_DMA : gfp | GFP_DMA
    for (let i = 0; i < count; i++) {
      const take = () => this.#kernel.kmem_cache_alloc(cache, mask)
      const address = this.#mayFail(gfp, take, (result) => result === NULL)
      if (address !== NULL) own.held.push(this.#mark(address, cache.objsize))
    }
  }

  #giveObjects(which: number, count: number): void {
    const own = pick(this.#caches, which)
    if (own === undefined) return
    for (let i = 0; i < count && own.held.length > 0; i++) this.#giveOne(own, which + i)
  }

  #giveOne(own: OwnCache, which = 0): void {
    const object = remove(own.held, which)
    if (object === undefined) return
    this.#verify(object)
    this.#kernel.kmem_cache_free(own.cache, object.address)
  }

  #shrink(which: number): void {
    const own = pick(this.#caches, which)
    if (own === undefined) return
    const shrink = () => this.#kernel.kmem_cache_shrink(own.cache)
    if (this.#handlers > 0) return this.#refused(shrink)
    expect(shrink()).toBe(own.held.length === 0 ? 0 : 1)
    const { free } = slabsOf(this.#kernel, own.cache)
    expect(free).toEqual([])
  }

  #destroy(which: number): void {
    const own = pick(this.#caches, which)
    if (own === undefined) return
    const destroy = () => this.#kernel.kmem_cache_destroy(own.cache)
    if (this.#handlers > 0) return this.#refused(destroy)
    expect(destroy()).toBe(own.held.length === 0 ? 0 : 1)
    if (own.held.length > 0) return
    expect(own.made).toBe(0)
    this.#caches = this.#caches.filter((other) => other !== own)
  }

  #tune({ which, limit, batch, shared }: Extract<Step, { do: 'tune' }>): void {
    const own = pick(this.#caches, which)
    if (own === undefined || this.#handlers > 0) return
    const text = `${own.cache.name} ${limit} ${batch} ${shared}`
    this.#kernel.slabinfo_write(text)
  }

  #pages(order: number, gfp: GfpFlags): void {
    const kernel = this.#kernel
    const frame = this.#mayFail(
      gfp,
      () => kernel.alloc_pages(gfp, order),
      (page) => page === null,
    )
    if (frame === null) return
    expect(frame % 2 ** order).toBe(0)
    const held = this.#mark(kernel.page_address(frame), PAGE_SIZE * 2 ** order)
    this.#blocks.push({ ...held, frame, order })
  }

  #freePages(which: number): void {
    const block = remove(this.#blocks, which)
    if (block === undefined) return
    this.#verify(block)
    this.#kernel.__free_pages(block.frame, block.order)
  }

  #interrupt(begins: boolean): void {
    if (begins) this.#kernel.irq_enter()
    else if (this.#handlers > 0) this.#kernel.irq_exit()
    this.#handlers = Math.max(0, this.#handlers + (begins ? 1 : -1))
    expect(this.#kernel.in_interrupt()).toBe(this.#handlers > 0)
  }

  /** What may sleep stops the kernel in an interrupt, before it has done anything. */
  #refused(call: () => unknown): void {
    const before = this.#kernel.slabinfo()
    expect(call).toThrow(KernelBug)
    expect(this.#kernel.slabinfo()).toBe(before)
  }

  /** Nobody else writes there: the bytes stay until the memory is given back. */
  #mark(address: VirtualAddress, bytes: number): Held {
    const mark = this.#steps & 0xff
    this.#kernel.writeBytes(address, new Uint8Array(bytes).fill(mark))
    return { address, bytes, mark }
  }

  #verify({ address, bytes, mark }: Held): void {
    expect(this.#kernel.readBytes(address, bytes).every((byte) => byte === mark)).toBe(true)
  }

  /** As many objects are constructed as there are in slabs. */
  #checkHooks({ cache, hooks, made }: OwnCache): void {
    if (!hooks) return
    const { partial, full, free } = slabsOf(this.#kernel, cache)
    expect(made).toBe((partial.length + full.length + free.length) * cache.num)
  }
}

/** Returns everything to the page allocator that nobody uses, so that machines can be compared. */
export function shrinkAll(kernel: Kernel): void {
  // Slabs hold objects of other caches: the second round takes what the first has set free.
  for (const cache of [...kernel.caches(), ...kernel.caches()]) kernel.kmem_cache_shrink(cache)
}

function pick<Item>(items: readonly Item[], which: number): Item | undefined {
  return items[which % Math.max(1, items.length)]
}

function remove<Item>(items: Item[], which: number): Item | undefined {
  return items.splice(which % Math.max(1, items.length), 1)[0]
}
