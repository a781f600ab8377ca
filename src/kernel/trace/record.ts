/**
 * The log of events: what a machine does, noted as numbers and read later. An event takes a few numbers in an array and
 * no object, so a log can run along with millions of calls; objects are made of the events when somebody asks for them.
 */
import type { Kernel } from '../kernel.ts'
import type { PhysicalAddress } from '../layout.ts'
import type { kmem_cache } from '../slab/cache.ts'
import { kernelEvents, kernelFunctions } from './event_kinds.ts'
import type { KernelEventName, KernelFunction } from './event_kinds.ts'
import { eventOf, watchEach, type KernelEvent } from './events.ts'

type Name = KernelEventName | 'enter' | 'leave'

/** Numbers in one piece of the log. Float64, because they are signed and unsigned ones of 32 bits. */
const PIECE = 1 << 16
/** More numbers than any event has, with what stands in front of them. */
const LONGEST = 32

// The first number of an event holds its name, its function, its depth and how many values follow; the second is the
// number of the cache, or NO_CACHE.
const NAMES = 1 << 10
const FUNCTIONS = 1 << 10
const VALUES = 1 << 5
const HEADER = 2
const NO_CACHE = -1

const names: readonly Name[] = ['enter', 'leave', ...keysOf(kernelEvents)]
const functions: readonly KernelFunction[] = keysOf(kernelFunctions)
const nameCodes = new Map(names.map((name, code) => [name, code]))
const functionCodes = new Map(functions.map((name, code) => [name, code * NAMES]))

/** `Object.keys()` with the types of the names. */
function keysOf<T extends object>(object: T): readonly (keyof T)[] {
  const keys: (keyof T)[] = []
  for (const key in object) keys.push(key)
  return keys
}

interface Piece {
  readonly numbers: Float64Array
  /** Numbers in use. */
  used: number
  events: number
}

export interface RecordingOptions {
  /**
   * Events that are kept at least; when there are many more, the oldest are forgotten. Without it, all are kept: an
   * event takes about 40 bytes.
   */
  readonly keep?: number
}

/** What recordEvents() returns. It can be read from the first to the last event, as often as one likes. */
export class EventLog {
  /** Events since the beginning, or since clear(). */
  count = 0
  /** Those of them that are forgotten. */
  forgotten = 0
  /** Ends the recording; what is in the log stays. */
  readonly stop: () => void
  readonly #keep: number
  #pieces: Piece[] = []
  #piece: Piece = emptyPiece()
  /** The caches that were spoken of, by their number. */
  readonly #caches: kmem_cache[] = []
  readonly #cacheAt: ReadonlyMap<PhysicalAddress, kmem_cache>
  // Mostly it is the same cache and the same function again, and a look saves a search.
  #cache: kmem_cache | null = null
  #function: KernelFunction = functions[0]!
  #functionCode = 0

  constructor(kernel: Kernel, keep: number) {
    this.#keep = keep
    this.clear()
    this.#cacheAt = kernel.machine.caches
    this.stop = watchEach(kernel, (name, inside, depth, cache, a, b, c, d, e, f, g, h, i, j) => {
      this.#note(name, inside, depth, cache, a, b, c, d, e, f, g, h, i, j)
    })
  }

  /** Forgets everything; the recording goes on. */
  clear(): void {
    this.count = 0
    this.forgotten = 0
    this.#piece = emptyPiece()
    this.#pieces = [this.#piece]
  }

  /** The events, oldest first, as watchEvents() would have told them. */
  *[Symbol.iterator](): Generator<KernelEvent> {
    for (const { numbers, used } of this.#pieces) {
      for (let at = 0; at < used;) {
        const code = numbers[at]!
        const values = Math.trunc(code / (NAMES * FUNCTIONS)) % VALUES
        const first = at + HEADER
        yield eventOf(
          names[code % NAMES]!,
          functions[Math.trunc(code / NAMES) % FUNCTIONS]!,
          Math.trunc(code / (NAMES * FUNCTIONS * VALUES)),
          this.#caches[numbers[at + 1]!] ?? null,
          [...numbers.subarray(first, first + values)],
        )
        at = first + values
      }
    }
  }

  #note(
    name: Name,
    inside: KernelFunction,
    depth: number,
    cache: PhysicalAddress,
    a?: number,
    b?: number,
    c?: number,
    d?: number,
    e?: number,
    f?: number,
    g?: number,
    h?: number,
    i?: number,
    j?: number,
  ): void {
    const piece = this.#piece.used + LONGEST <= PIECE ? this.#piece : this.#nextPiece()
    const { numbers, used } = piece
    const first = used + HEADER
    let at = first
    if (a !== undefined) numbers[at++] = a
    if (b !== undefined) numbers[at++] = b
    if (c !== undefined) numbers[at++] = c
    if (d !== undefined) numbers[at++] = d
    if (e !== undefined) numbers[at++] = e
    if (f !== undefined) numbers[at++] = f
    if (g !== undefined) numbers[at++] = g
    if (h !== undefined) numbers[at++] = h
    if (i !== undefined) numbers[at++] = i
    if (j !== undefined) numbers[at++] = j
    if (inside !== this.#function) this.#findFunction(inside)
    const code = nameCodes.get(name)! + this.#functionCode
    numbers[used] = code + (at - first + depth * VALUES) * (NAMES * FUNCTIONS)
    numbers[used + 1] = cache === 0 ? NO_CACHE : this.#numberOf(cache)
    piece.used = at
    piece.events++
    this.count++
  }

  #findFunction(inside: KernelFunction): void {
    this.#function = inside
    this.#functionCode = functionCodes.get(inside)!
  }

  /** The number of the cache whose descriptor stands there now: after it, another one can stand at the same place. */
  #numberOf(descriptor: PhysicalAddress): number {
    const last = this.#cache
    if (last !== null && last.descriptor === descriptor && !last.destroyed) return last.index
    const cache = this.#cacheAt.get(descriptor)
    if (cache === undefined) return NO_CACHE
    this.#cache = cache
    this.#caches[cache.index] = cache
    return cache.index
  }

  /** A piece is full: the next one, which is the oldest when that is not to be kept. */
  #nextPiece(): Piece {
    const [oldest] = this.#pieces
    if (oldest !== undefined && this.count - this.forgotten - oldest.events >= this.#keep) {
      this.forgotten += oldest.events
      this.#pieces.shift()
      oldest.used = 0
      oldest.events = 0
      this.#piece = oldest
    } else {
      this.#piece = emptyPiece()
    }
    this.#pieces.push(this.#piece)
    return this.#piece
  }
}

function emptyPiece(): Piece {
  return { numbers: new Float64Array(PIECE), used: 0, events: 0 }
}

/**
 * Notes everything that the machine does from now on. The log can be read at any time; `stop()` ends it, and so does a
 * reset of the kernel.
 */
export function recordEvents(kernel: Kernel, { keep }: RecordingOptions = {}): EventLog {
  return new EventLog(kernel, keep ?? Number.POSITIVE_INFINITY)
}
