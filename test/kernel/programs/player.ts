/**
 * A naive model of the whole machine: it knows who holds which memory, and nothing of slabs, arrays or zones. It plays
 * a program on a machine, which may never do what the model says is impossible.
 */
import {
  __GFP_NO_GROW,
  __GFP_NOFAIL,
  __GFP_NORETRY,
  __GFP_WAIT,
  freePages,
  GFP_DMA,
  GFP_ZONEMASK,
  KernelBug,
  KernelHang,
  KernelPanic,
  PF_MEMALLOC,
  type GfpFlags,
  type Kernel,
  type PageFrame,
  type Shrinker,
  type Task,
  type VirtualAddress,
} from '#kernel/index.ts'
import { isQuiet } from '#kernel/time/rcu.ts'
import { accountProblems, reclaimablePages, shrinkAll } from './accounts.ts'
import { Contexts } from './contexts.ts'
import { mark, verify, type Block, type Held, type OwnCache, type OwnPool } from './held.ts'
import { must, mustBe, mustBeNone } from './must.ts'
import type { Operation } from './operations.ts'

export const endings = ['whole', 'KernelBug', 'KernelPanic', 'KernelHang', 'gave up'] as const

/** How a program ended: carried out whole, or stopped by what the kernel said, or by itself, when nothing is sure any more. */
export interface Ending {
  readonly by: (typeof endings)[number]
  readonly message: string
  /** Operations carried out. */
  readonly done: number
}

/** What a kernel with slab debugging writes when somebody uses an object wrongly: no correct program does. */
const COMPLAINTS =
  /corruption|double free|overwritten|wrong cache|bad pointer|out of range|free list/

/** What a program does when nothing can be said of the machine any more. */
export class GaveUp extends Error {
  override readonly name = 'GaveUp'
}

type Stop = KernelBug | KernelPanic | KernelHang

function isStop(error: unknown): error is Stop {
  return error instanceof KernelBug || error instanceof KernelPanic || error instanceof KernelHang
}

/** More pages than a growth ever needs beside those of the slab itself. */
const MARGIN = 64

export class Player {
  readonly kernel: Kernel
  readonly objects: Held[] = []
  readonly blocks: Block[] = []
  readonly caches: OwnCache[] = []
  /** The contexts that each processor is in. */
  readonly contexts: Contexts
  /** A number of all results so far: the same for two runs that went the same way. */
  digest = 0
  /** Caches created so far. */
  created = 0
  /** Processes that were started; the dead ones, too. */
  readonly tasks: Task[] = []
  readonly pools: OwnPool[] = []
  /** Those of caches whose objects can be had back. */
  readonly shrinkers = new Map<OwnCache, Shrinker>()
  /** Frames that were put into the page cache, wherever they are now. */
  readonly cached: PageFrame[] = []
  /** Pages of high memory that nobody knows the address of. */
  lostPages = 0
  /** The arrays of other caches have other sizes now, and perhaps more pages. */
  tunedOthers = false
  #marks = 0
  #mayStop: RegExp | null = null
  #isShort = false
  readonly #pages: number

  constructor(kernel: Kernel) {
    this.kernel = kernel
    this.contexts = new Contexts(kernel)
    shrinkAll(kernel)
    this.#pages = freePages(kernel)
  }

  /** Now caches cannot be created, shrunk or destroyed. */
  get inInterrupt(): boolean {
    return this.contexts.inInterrupt
  }

  /** A kernel with slab debugging stops where others turn interrupts on. */
  get irqsForbidden(): boolean {
    return this.kernel.configuration.slabDebug && this.kernel.irqs_disabled()
  }

  /** A wait until all processors let another task run is for ever: one of the others cannot, and stands still here. */
  get graceForbidden(): boolean {
    const { cpu, cpus } = this.kernel.machine
    return cpus.some((other) => other !== cpu && !isQuiet(other))
  }

  forgetShrinker(own: OwnCache): void {
    const shrinker = this.shrinkers.get(own)
    if (shrinker !== undefined) this.kernel.remove_shrinker(shrinker)
    this.shrinkers.delete(own)
  }

  /** Plays a program, with a sweep after every `sweepEvery` operations, then gives everything back. */
  play(
    program: readonly Operation[],
    sweepEvery: number,
    carryOut: (player: Player, operation: Operation) => void,
  ): Ending {
    for (const [index, operation] of program.entries()) {
      const stopped = this.#step(() => carryOut(this, operation))
      if (stopped !== null) return { ...stopped, done: index }
      if ((index + 1) % sweepEvery === 0) this.sweep()
    }
    this.sweep()
    const stopped = this.#step(() => this.#giveBack())
    if (stopped !== null) return { ...stopped, done: program.length }
    return { by: 'whole', message: '', done: program.length }
  }

  /** Everything that must hold between two operations. */
  sweep(): void {
    mustBeNone(this.kernel.check())
    mustBeNone(accountProblems(this))
    mustBeNone(this.kernel.log().filter((line) => COMPLAINTS.test(line)))
  }

  /** The operation may stop the kernel, if it says so. */
  mayStop(message: RegExp): void {
    this.#mayStop = message
  }

  /** Remembers a result. */
  note(result: number): void {
    this.digest = Math.imul(this.digest ^ result, 0x01000193) >>> 0
  }

  /**
   * A call that may take memory: pages of up to `order`. It fails only when a failure was ordered and has come, when
   * the mask forbids to grow, or when memory is short; only then may the machine stop over it.
   */
  allocate<Result>(
    gfp: GfpFlags,
    order: number,
    call: () => Result,
    failed: (result: Result) => boolean,
  ): Result {
    const { machine } = this.kernel
    const pending = machine.pageAllocationsUntilFailure > 0
    // A handler may come in between, and take memory, too.
    const isShort = this.#isShort
    this.#isShort = !this.#plenty(gfp, order)
    const result = call()
    const came = pending && machine.pageAllocationsUntilFailure === 0
    if (failed(result)) {
      const mayFail = this.#isShort && !this.#neverFails(gfp, order)
      const allowed = came || mayFail || (gfp & __GFP_NO_GROW) !== 0
      must(allowed, `no memory, although there is plenty: mask ${gfp}, order ${order}`)
    }
    this.#isShort = isShort
    return result
  }

  /** A call that may take more memory than there is, step by step: the machine may stop over it. */
  mayRunOut<Result>(call: () => Result): Result {
    const isShort = this.#isShort
    this.#isShort = true
    const result = call()
    this.#isShort = isShort
    return result
  }

  /** With such a mask the kernel tries until it succeeds, or somebody is killed for it. */
  #neverFails(gfp: GfpFlags, order: number): boolean {
    if ((gfp & __GFP_WAIT) === 0 || (gfp & __GFP_NORETRY) !== 0) return false
    const { flags, TIF_MEMDIE } = this.kernel.current
    const mayHaveAll = (flags & PF_MEMALLOC) !== 0 || TIF_MEMDIE
    return !mayHaveAll && (order <= 3 || (gfp & __GFP_NOFAIL) !== 0)
  }

  /** True when even the first pass over the zones must find pages, with some to spare. */
  #plenty(gfp: GfpFlags, order: number): boolean {
    const lists = [gfp & GFP_ZONEMASK, ...((gfp & GFP_DMA) === 0 ? [] : [0])]
    return lists.every((list) => {
      const zonelist = this.kernel.machine.node_zonelists[list] ?? []
      const wanted = zonelist[0]?.index ?? 0
      return zonelist.some((zone) => {
        let inBlocks = 0
        for (let at = order; at < zone.nr_free.length; at++)
          inBlocks += (zone.nr_free[at] ?? 0) << at
        const kept = zone.pages_low + (zone.lowmem_reserve[wanted] ?? 0)
        return inBlocks - (1 << order) - MARGIN > kept
      })
    })
  }

  /** Memory that was got: nobody else writes there until it is given back. */
  hold(address: VirtualAddress, bytes: number): Held {
    const held = { address, bytes, mark: ++this.#marks }
    this.note(address)
    mark(this.kernel, held)
    return held
  }

  /** Its mark is as it was written. */
  verify(held: Held): void {
    verify(this.kernel, held)
  }

  kfree(object: Held): void {
    verify(this.kernel, object)
    this.kernel.kfree(object.address)
  }

  giveObject(own: OwnCache, object: Held): void {
    verify(this.kernel, object)
    this.kernel.kmem_cache_free(own.cache, object.address)
  }

  /** Gives the elements of a pool back, and itself, and the cache that they come from. */
  endPool({ pool, cache, held }: OwnPool): void {
    for (const object of held.splice(0)) {
      verify(this.kernel, object)
      this.kernel.mempool_free(object.address, pool)
    }
    this.kernel.mempool_destroy(pool)
    mustBe('the result of kmem_cache_destroy', this.kernel.kmem_cache_destroy(cache), 0)
  }

  freeBlock(block: Block): void {
    if (block.mapped) verify(this.kernel, block)
    this.kernel.__free_pages(block.frame, block.order)
  }

  /** What may not be called in an interrupt stops the kernel there, before it has done anything. */
  refused(call: () => unknown): void {
    const before = this.kernel.slabinfo()
    let refusal: unknown = null
    try {
      call()
    } catch (error) {
      refusal = error
    }
    must(refusal instanceof KernelBug, 'the kernel does not mind that this is an interrupt')
    must(this.kernel.slabinfo() === before, 'what was refused has changed the caches')
  }

  /** Carries something out. Returns how the kernel stopped over it; null when it went on. */
  #step(body: () => void): Omit<Ending, 'done'> | null {
    this.#mayStop = null
    this.#isShort = false
    try {
      body()
      return null
    } catch (error) {
      if (error instanceof GaveUp) return { by: 'gave up', message: error.message }
      if (!isStop(error) || !this.#allows(error)) throw error
      this.note(error.message.length)
      return { by: error.name, message: error.message }
    }
  }

  #allows(error: Stop): boolean {
    if (!(error instanceof KernelBug) && this.#isShort) return true
    return this.#mayStop?.test(error.message) === true
  }

  /** Gives everything back: no page may be missing. */
  #giveBack(): void {
    const { kernel } = this
    kernel.failPageAllocation(0)
    this.contexts.leaveAll()
    for (const shrinker of this.shrinkers.values()) kernel.remove_shrinker(shrinker)
    for (const task of this.tasks.splice(0)) if (task.state !== 'dead') kernel.do_exit(task)
    for (const pool of this.pools.splice(0)) this.endPool(pool)
    for (const object of this.objects.splice(0)) this.kfree(object)
    for (const block of this.blocks.splice(0)) this.freeBlock(block)
    for (const own of this.caches.splice(0)) {
      for (const object of own.held.splice(0)) this.giveObject(own, object)
      mustBe('the result of kmem_cache_destroy', kernel.kmem_cache_destroy(own.cache), 0)
      if (own.hooks) mustBe(`the objects of ${own.cache.name} still constructed`, own.made, 0)
    }
    shrinkAll(kernel)
    kernel.rcuGracePeriod()
    shrinkAll(kernel)
    this.sweep()
    if (this.tunedOthers) return
    const cached = reclaimablePages(kernel)
    const found = freePages(kernel) + cached + this.lostPages
    mustBe('the number of pages that are free at the end, or can be', found, this.#pages)
  }
}
