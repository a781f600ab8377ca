/** traces_*.json: whole programs of allocations and frees, with the result of every call. */
import * as v from 'valibot'
import { NULL, type kmem_cache, type Kernel, type VirtualAddress } from '#kernel/index.ts'
import { s_show } from '#kernel/proc/slabinfo.ts'
import { Calls } from './calls.ts'
import { Input, type Actual } from './compare.ts'
import { traceExemption } from './exempt.ts'
import { bootFor, configurationInput, configurationShape, listReader } from './reader.ts'
import { byIndex, checkPoint, finalState } from './state.ts'

const record = v.looseObject({
  id: v.string(),
  kind: v.string(),
  seed: v.number(),
  ...configurationShape,
  ops: v.array(v.pipe(v.array(v.unknown()), v.minLength(1))),
})
type Trace = v.InferOutput<typeof record>

const integer = v.pipe(v.number(), v.integer())
const kmallocCall = v.tuple([integer, integer, integer])
const freeCall = v.tuple([integer])
const allocCall = v.tuple([integer, integer, integer])
const freeObjectCall = v.tuple([integer, integer])
const createCall = v.tuple([v.string(), integer, integer, integer, integer, integer])

/** One run of a trace: the machine, what was allocated, and what changed since the last check point. */
class Player {
  readonly kernel: Kernel
  readonly #calls: Calls
  readonly #allocated = new Map<number, VirtualAddress>()
  readonly #lastRows = new Map<number, string>()

  constructor(kernel: Kernel) {
    this.kernel = kernel
    this.#calls = new Calls(kernel)
  }

  /** Listens to the machine no longer. */
  stop(): void {
    this.#calls.log.stop()
  }

  /** Does one operation and answers it in the form of the file. */
  play(op: readonly unknown[]): Actual {
    const { constructed, atomic, destructed } = this.#calls.hooks
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
      case 'D':
        return this.#whole('D', v.parse(integer, call[0]), (index) => this.#calls.destroy(index))
      case 'S':
        return this.#whole('S', v.parse(integer, call[0]), (index) => this.#calls.shrink(index))
      case 'X':
        this.kernel.failPageAllocation(v.parse(integer, call[0]))
        return [new Input('X'), new Input(null)]
      case 'R':
        return [...inputs('R'), this.#calls.reap()]
      case 'U':
        return [...inputs('U'), this.#calls.gracePeriod()]
      case 'T':
        return this.#tune(v.parse(v.string(), call[0]))
      case 'J':
        this.kernel.machine.jiffies += v.parse(integer, call[0])
        return [new Input('J'), new Input(null)]
      case 'N':
        return ['N', constructed, atomic, destructed]
      case 'K':
        return ['K', this.#changedRows()]
      default:
        return null
    }
  }

  #kmalloc([id, size, gfp]: readonly [number, number, number, ...unknown[]]): Actual {
    const { address, answer } = this.#calls.kmalloc(size, gfp)
    this.#allocated.set(id, address)
    return [...inputs('m', id, size, gfp), ...answer]
  }

  #kfree(id: number): Actual {
    return [...inputs('F', id), ...this.#calls.kfree(this.#take(id))]
  }

  #alloc([id, index, gfp]: readonly [number, number, number, ...unknown[]]): Actual {
    const { address, answer } = this.#calls.alloc(index, gfp)
    this.#allocated.set(id, address)
    return [...inputs('a', id, index, gfp), ...answer]
  }

  #free([id, index]: readonly [number, number, ...unknown[]]): Actual {
    return [...inputs('f', id, index), ...this.#calls.free(index, this.#take(id))]
  }

  #create(call: readonly [string, number, number, number, number, number, ...unknown[]]): Actual {
    const [name, size, align, flags, ctor, dtor] = call
    const result = this.#calls.create({ name, size, align, flags, ctor, dtor })
    return [...inputs('C', name, size, align, flags, ctor, dtor), result]
  }

  #tune(text: string): Actual {
    return [...inputs('T', text), ...this.#calls.tune(text)]
  }

  /** A call on a whole cache. */
  #whole(name: string, index: number, call: (index: number) => Actual[]): Actual {
    return [...inputs(name, index), ...call(index)]
  }

  #take(id: number): VirtualAddress {
    const address = this.#allocated.get(id) ?? NULL
    this.#allocated.delete(id)
    return address
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

function inputs(...values: readonly (string | number)[]): Input[] {
  return values.map((value) => new Input(value))
}

function answer(trace: Trace): Actual {
  const player = new Player(bootFor(trace))
  const ops = trace.ops.map((op) => player.play(op))
  const { kernel } = player
  player.stop()
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

export const tracesReader = listReader({
  format: 'traces',
  list: 'traces',
  fileName: /^traces_/,
  record,
  answering: (trace) => ({
    name: `${trace.id} ${trace.l1}/${trace.cache_line}/${trace.mem_mb}`,
    notSimulated: null,
    exemption: traceExemption(trace.ops, generalCaches(trace.l1)),
    run: () => answer(trace),
  }),
})

/** Caches that exist after boot: one of descriptors, two of each size. */
function generalCaches(l1: number): number {
  return 1 + 2 * (l1 < 64 ? 15 : l1 < 128 ? 14 : 13)
}
