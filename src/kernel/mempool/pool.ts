/**
 * A memory pool as it lies in memory: its numbers, and the elements that it keeps for bad times. Linux:
 * linux/mempool.h struct mempool_s.
 */
import { BYTES_PER_WORD, NULL, toPhysical, type GfpFlags, type VirtualAddress } from '../layout.ts'
import type { Machine } from '../machine.ts'

/** Where a pool gets its elements from. NULL when there is no memory. `data` is what the pool was made with. */
export type mempool_alloc_t<Data> = (gfp_mask: GfpFlags, data: Data) => VirtualAddress
/** Where elements go that a pool does not keep. */
export type mempool_free_t<Data> = (element: VirtualAddress, data: Data) => void

// The fields in words, behind the lock, which is there only on kernels for several processors.
const MIN_NR = 0
const CURR_NR = 1
const ELEMENTS = 2
/** Bytes of all fields but the locks: the numbers, four pointers, and the list of those who wait. */
const SIZEOF_FIELDS = 32

/** Bytes of a spinlock. A preemptible kernel notes in it that somebody waits. Linux: asm-i386/spinlock.h. */
function sizeofLock({ configuration }: Machine): number {
  if (!configuration.smp) return 0
  return configuration.preemptible ? 8 : 4
}

/** sizeof(mempool_t): it has a lock of its own, and the list of those who wait has one. */
export function sizeofMempool(machine: Machine): number {
  return SIZEOF_FIELDS + 2 * sizeofLock(machine)
}

export class mempool_t<Data = unknown> {
  /** Where it stands, in size-32 or size-64. */
  readonly address: VirtualAddress
  readonly alloc: mempool_alloc_t<Data>
  readonly free: mempool_free_t<Data>
  readonly pool_data: Data
  /** True after mempool_destroy(): the numbers below mean nothing. Ours. */
  destroyed = false
  /** Somebody gave an element back since the last one began to wait. */
  woken = false
  readonly #words: Int32Array
  readonly #fields: number

  constructor(
    machine: Machine,
    address: VirtualAddress,
    alloc: mempool_alloc_t<Data>,
    free: mempool_free_t<Data>,
    pool_data: Data,
  ) {
    this.address = address
    this.alloc = alloc
    this.free = free
    this.pool_data = pool_data
    this.#words = machine.words
    this.#fields = (toPhysical(address) + sizeofLock(machine)) >> 2
  }

  /** Elements that it keeps when all is well. */
  get min_nr(): number {
    return this.#words[this.#fields + MIN_NR]!
  }
  set min_nr(count: number) {
    this.#words[this.#fields + MIN_NR] = count
  }

  /** Elements that it keeps now. */
  get curr_nr(): number {
    return this.#words[this.#fields + CURR_NR]!
  }
  set curr_nr(count: number) {
    this.#words[this.#fields + CURR_NR] = count
  }

  /** Where the addresses of the elements stand, one after the other. */
  get elements(): VirtualAddress {
    return this.#words[this.#fields + ELEMENTS]! >>> 0
  }
  set elements(address: VirtualAddress) {
    this.#words[this.#fields + ELEMENTS] = address
  }

  /** Puts an element on top. Linux: mm/mempool.c add_element(). */
  push(element: VirtualAddress): void {
    this.#words[this.#slot(this.curr_nr)] = element
    this.curr_nr++
  }

  /** Takes the one that was put last. Linux: mm/mempool.c remove_element(). */
  pop(): VirtualAddress {
    this.curr_nr--
    return this.#words[this.#slot(this.curr_nr)]! >>> 0
  }

  /** Copies the addresses of the elements to another place. */
  copyElements(to: VirtualAddress): void {
    if (to === NULL) return
    const from = this.#slot(0)
    this.#words.copyWithin(toPhysical(to) >> 2, from, from + this.curr_nr)
  }

  #slot(index: number): number {
    return (toPhysical(this.elements) + index * BYTES_PER_WORD) >> 2
  }
}
