/**
 * Physical memory: one buffer from address 0 to the end of RAM, seen as bytes, 16-bit and 32-bit words.
 * The buffer is never filled: pages that nobody wrote cost nothing. What was handed out or written is noted
 * page by page, so that a reset clears only that.
 */
import { hex } from '#lib/hex.ts'
import { PAGE_OFFSET, PAGE_SHIFT, PAGE_SIZE, type PageFrame } from './layout.ts'
import type { PhysicalAddress, VirtualAddress } from './layout.ts'
import { KernelBug } from './panic.ts'

export class Memory {
  // `declare` keeps these fields from being undefined first: V8 need not ask then what they hold.
  declare readonly bytes: Uint8Array
  declare readonly halves: Uint16Array
  declare readonly words: Int32Array
  /** Bytes from the first one on that the kernel sees at fixed addresses: low memory. The rest must be mapped first. */
  readonly directlyMapped: number
  /** 1 for each page that may hold something else than zeros. */
  declare readonly touched: Uint8Array

  constructor(size: number, directlyMapped = size) {
    const buffer = makeBuffer(size)
    this.directlyMapped = directlyMapped
    this.bytes = new Uint8Array(buffer)
    this.halves = new Uint16Array(buffer)
    this.words = new Int32Array(buffer)
    this.touched = new Uint8Array(size >>> PAGE_SHIFT)
    this.words[0] = 1
    if (this.bytes[0] !== 1) throw new Error('The simulator needs a little-endian computer.')
    this.words[0] = 0
  }

  /** Notes that `count` pages from `frame` on may be written from now on. */
  touch(frame: PageFrame, count: number): void {
    if (count === 1) this.touched[frame] = 1
    else this.touched.fill(1, frame, frame + count)
  }

  /** Clears every page that was touched: the memory is as new. */
  reset(): void {
    const { touched, bytes } = this
    for (let frame = touched.indexOf(1); frame >= 0; frame = touched.indexOf(1, frame + 1)) {
      bytes.fill(0, frame << PAGE_SHIFT, (frame << PAGE_SHIFT) + PAGE_SIZE)
      touched[frame] = 0
    }
  }

  /** The number of `length` (1, 2 or 4) bytes at a kernel virtual address, lowest byte first, unsigned. */
  read(address: VirtualAddress, length: number): number {
    const start = this.#translate(address, length)
    let value = 0
    for (let i = length - 1; i >= 0; i--) value = value * 256 + this.bytes[start + i]!
    return value
  }

  /** Writes the lowest `length` (1, 2 or 4) bytes of a number, lowest byte first. */
  write(address: VirtualAddress, length: number, value: number): void {
    const start = this.#translate(address, length, true)
    for (let i = 0; i < length; i++) this.bytes[start + i] = value >>> (8 * i)
    this.#touchRange(start, length)
  }

  /** A copy of `length` bytes from a kernel virtual address on. */
  readBytes(address: VirtualAddress, length: number): Uint8Array {
    const start = this.#translate(address, length)
    return this.bytes.slice(start, start + length)
  }

  writeBytes(address: VirtualAddress, bytes: Uint8Array): void {
    const start = this.#translate(address, bytes.length, true)
    this.bytes.set(bytes, start)
    this.#touchRange(start, bytes.length)
  }

  #touchRange(start: PhysicalAddress, length: number): void {
    if (length === 0) return
    const first = start >>> PAGE_SHIFT
    this.touch(first, ((start + length - 1) >>> PAGE_SHIFT) - first + 1)
  }

  /**
   * An access outside the direct map is an oops, as it would be there; of several bytes, the first outside is to blame.
   * Differs: large pages map low memory in steps of 4 MB. Behind an odd end of RAM the kernel would read nonsense.
   */
  #translate(address: VirtualAddress, length: number, write = false): PhysicalAddress {
    const start = address - PAGE_OFFSET
    const end = this.directlyMapped
    if (start >= 0 && start + length <= end && Number.isInteger(start)) return start
    const begins = Number.isInteger(start) && start >= 0 && start < end
    throw pagingRequest(begins ? PAGE_OFFSET + end : address, write)
  }
}

/**
 * A shared buffer where there is one (pages of a website may lack it). Nothing is shared: but an ordinary buffer of
 * this size counts as a full heap, and each new machine would set off a garbage collection that takes longer than
 * its boot, although hardly any of the memory is ever touched.
 */
function makeBuffer(size: number): ArrayBufferLike {
  return typeof SharedArrayBuffer === 'undefined'
    ? new ArrayBuffer(size)
    : new SharedArrayBuffer(size)
}

/** From here on there are page tables for kmap() and for fixed addresses. Linux: asm-i386/highmem.h, fixmap.h. */
const TABLES_START: VirtualAddress = 0xff800000

/**
 * The oops for an address that no page stands behind. `*pde` is the entry of the page directory for it, 0 when there is
 * not even a table. Linux: arch/i386/mm/fault.c do_page_fault().
 */
export function pagingRequest(address: VirtualAddress, write = false): KernelBug {
  const problem =
    address >= 0 && address < PAGE_SIZE
      ? 'Unable to handle kernel NULL pointer dereference'
      : 'Unable to handle kernel paging request'
  // From JavaScript anything can come here: undefined, a string, a promise, a negative number.
  if (address >>> 0 !== address) {
    return new KernelBug(`${problem} at virtual address ${String(address)}`)
  }
  const tables =
    address >= TABLES_START ? 'its page table is not simulated' : '*pde = 00000000, no page table'
  const access = write ? 'write' : 'read'
  return new KernelBug(`${problem} at virtual address ${hex(address)} (${access}; ${tables})`)
}
