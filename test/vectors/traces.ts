/** traces_*.json: whole programs of allocations and frees, with the result of every call. */
import * as v from 'valibot'
import { NULL, type kmem_cache, type Kernel, type VirtualAddress } from '#kernel/index.ts'
import { arrayOf, placeOf } from '#kernel/inspect.ts'
import { s_show } from '#kernel/proc.ts'
import { Input, type Actual } from './compare.ts'
import { EventLog } from './events.ts'
import { traceExemption } from './exempt.ts'
import { bootFor, configurationInput, configurationShape, itemsOf, type Reader } from './reader.ts'
import { byIndex, checkPoint, finalState, geometry } from './state.ts'

const record = v.looseObject({
  id: v.string(),
  kind: v.string(),
  seed: v.number(),
  ...configurationShape,
  ops: v.array(v.pipe(v.array(v.unknown()), v.minLength(1))),
})
type Trace = v.InferOutput<typeof record>

/** What the simulator does not do yet, by the operation that asks for it. */
const NOT_SIMULATED: { readonly [op: string]: string } = {
  D: 'not simulated yet: kmem_cache_destroy',
  S: 'not simulated yet: kmem_cache_shrink',
  R: 'not simulated yet: cache_reap',
  X: 'not simulated yet: page allocations that are made to fail',
  T: 'not simulated yet: writing to /proc/slabinfo',
  U: 'not simulated yet: RCU callbacks',
}

const integer = v.pipe(v.number(), v.integer())
const kmallocCall = v.tuple([integer, integer, integer])
const freeCall = v.tuple([integer])
const allocCall = v.tuple([integer, integer, integer])
const freeObjectCall = v.tuple([integer, integer])
const createCall = v.tuple([v.string(), integer, integer, integer, integer, integer])

/** One run of a trace: the machine, what was allocated, and what changed since the last check point. */
class Player {
  readonly kernel: Kernel
  readonly log: EventLog
  readonly #allocated = new Map<number, VirtualAddress>()
  readonly #lastRows = new Map<number, string>()
  readonly #caches: kmem_cache[]
  readonly #hooks = { constructed: 0, atomic: 0, destructed: 0 }

  constructor(kernel: Kernel) {
    this.kernel = kernel
    this.#caches = byIndex(kernel)
    this.log = new EventLog(kernel)
  }

  /** Does one operation and answers it in the form of the file. */
  play(op: readonly unknown[]): Actual {
    const [name, ...call] = op
    switch (name) {
      case 'm':
        return this.#kmalloc(v.parse(v.looseTuple(kmallocCall.items), call))
      case 'F':
        return this.#kfree(v.parse(v.looseTuple(freeCall.items), call)[0])
      case 'a':
        return this.#alloc(v.parse(v.looseTuple(allocCall.items), call))
      case 'f':
        return this.#free(v.parse(v.looseTuple(freeObjectCall.items), call))
      case 'C':
        return this.#create(v.parse(v.looseTuple(createCall.items), call))
      case 'J':
        this.kernel.machine.jiffies += v.parse(integer, call[0])
        return [new Input('J'), new Input(null)]
      case 'N':
        return ['N', this.#hooks.constructed, this.#hooks.atomic, this.#hooks.destructed]
      case 'K':
        return ['K', this.#changedRows()]
      default:
        return null
    }
  }

  #kmalloc(call: readonly unknown[]): Actual {
    const [id, size, gfp] = v.parse(v.looseTuple(kmallocCall.items), call)
    const general = this.kernel.malloc_sizes.find(({ cs_size }) => size <= cs_size)
    const cache = (gfp & 1) === 0 ? general?.cs_cachep : general?.cs_dmacachep
    const hit = cache !== undefined && arrayOf(this.kernel, cache).avail > 0 ? 1 : 0
    const address = this.kernel.kmalloc(size, gfp)
    this.#allocated.set(id, address)
    const inputs = ['m', id, size, gfp].map((value) => new Input(value))
    return [...inputs, cache?.index ?? -1, ...this.#place(address), hit, ...this.log.take()]
  }

  #kfree(id: number): Actual {
    const address = this.#take(id)
    const cache = placeOf(this.kernel, address)?.cache
    const flushed = cache === undefined ? 0 : this.#arrayFull(cache)
    this.kernel.kfree(address)
    const inputs = [new Input('F'), new Input(id)]
    return [...inputs, cache?.index ?? -1, flushed, ...this.log.take()]
  }

  #alloc(call: readonly unknown[]): Actual {
    const [id, index, gfp] = v.parse(v.looseTuple(allocCall.items), call)
    const cache = this.#caches[index]!
    const hit = arrayOf(this.kernel, cache).avail > 0 ? 1 : 0
    const address = this.kernel.kmem_cache_alloc(cache, gfp)
    this.#allocated.set(id, address)
    const inputs = ['a', id, index, gfp].map((value) => new Input(value))
    return [...inputs, ...this.#place(address), hit, ...this.log.take()]
  }

  #free(call: readonly unknown[]): Actual {
    const [id, index] = v.parse(v.looseTuple(freeObjectCall.items), call)
    const cache = this.#caches[index]!
    const flushed = this.#arrayFull(cache)
    this.kernel.kmem_cache_free(cache, this.#take(id))
    return [...['f', id, index].map((value) => new Input(value)), flushed, ...this.log.take()]
  }

  #create(call: readonly unknown[]): Actual {
    const [name, size, align, flags, ctor, dtor] = v.parse(v.looseTuple(createCall.items), call)
    const hooks = this.#hooks
    const cache = this.kernel.kmem_cache_create(
      name,
      size,
      align,
      flags,
      ctor === 0 ? null : (_object, _cache, mode) => countCall(hooks, mode),
      dtor === 0 ? null : () => hooks.destructed++,
    )
    const inputs = ['C', name, size, align, flags, ctor, dtor].map((value) => new Input(value))
    if (cache === null) return [...inputs, null]
    this.#caches.push(cache)
    const [ev] = this.log.take()
    const next_reap = cache.next_reap - this.kernel.jiffies
    const result = { cid: cache.index, ...geometry(this.kernel, cache), next_reap }
    return [...inputs, ev === undefined ? result : { ...result, ev }]
  }

  #take(id: number): VirtualAddress {
    const address = this.#allocated.get(id) ?? NULL
    this.#allocated.delete(id)
    return address
  }

  #place(address: VirtualAddress): [number, number] {
    const found = placeOf(this.kernel, address)
    return found === null ? [-1, -1] : [found.slab, found.object]
  }

  #arrayFull(cache: kmem_cache): number {
    const { avail, limit } = arrayOf(this.kernel, cache)
    return avail === limit ? 1 : 0
  }

  #changedRows(): number[][] {
    return byIndex(this.kernel)
      .filter((cache) => this.#rowChanged(cache))
      .map((cache) => checkPoint(this.kernel, cache))
  }

  #rowChanged(cache: kmem_cache): boolean {
    const row = checkPoint(this.kernel, cache).join(' ')
    const changed = this.#lastRows.get(cache.index) !== row
    this.#lastRows.set(cache.index, row)
    return changed
  }
}

const SLAB_CTOR_ATOMIC = 2

function countCall(hooks: { constructed: number; atomic: number }, mode: number): void {
  hooks.constructed++
  if ((mode & SLAB_CTOR_ATOMIC) !== 0) hooks.atomic++
}

function answer(trace: Trace): Actual {
  const player = new Player(bootFor(trace))
  const ops = trace.ops.map((op) => player.play(op))
  const { kernel } = player
  player.log.stop()
  return {
    id: new Input(trace.id),
    kind: new Input(trace.kind),
    seed: new Input(trace.seed),
    ...configurationInput(trace),
    ops,
    slabinfo: kernel.caches().map((cache) => Object.values(s_show(kernel.machine, cache))),
    final: byIndex(kernel).map((cache) => finalState(kernel, cache)),
  }
}

/** Why a trace cannot be played: the first operation that is missing. */
function missing(trace: Trace): string | null {
  for (const [name] of trace.ops) {
    const reason = typeof name === 'string' ? NOT_SIMULATED[name] : undefined
    if (reason !== undefined) return reason
  }
  return null
}

export const tracesReader: Reader = {
  format: 'traces',
  lists: ['traces'],
  fileName: /^traces_/,
  recognises: (document) => v.is(record, itemsOf(document, 'traces')[0]),
  records: (document) =>
    itemsOf(document, 'traces').map((expected) => {
      const trace = v.parse(record, expected)
      return {
        name: `${trace.id} ${trace.l1}/${trace.cache_line}/${trace.mem_mb}`,
        expected,
        notSimulated: missing(trace),
        exemption: traceExemption(trace.ops, generalCaches(trace.l1)),
        run: () => answer(trace),
      }
    }),
}

/** Caches that exist after boot: one of descriptors, two of each size. */
function generalCaches(l1: number): number {
  return 1 + 2 * (l1 < 64 ? 15 : l1 < 128 ? 14 : 13)
}
