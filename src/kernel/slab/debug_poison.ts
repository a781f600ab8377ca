/**
 * Poison: an object that nobody has is full of one byte, and whoever writes to it all the same is found out when the
 * object is next handed out, or its slab destroyed. The report says what was seen. Linux: mm/slab.c.
 */
import { hex } from '#lib/hex.ts'
import { toVirtual, type PhysicalAddress } from '../layout.ts'
import { SLAB_S_MEM, PAGE_SHIFT, POINTER_BASE } from '../layout.ts'
import type { Machine } from '../machine.ts'
import { pagingRequest } from '../memory.ts'
import { printk } from '../printk.ts'
import { showCode } from './debug_callers.ts'
import {
  dbg_redzone1,
  dbg_redzone2,
  dbg_userword,
  hasRedWords,
  hasUserWord,
  POISON_END,
  POISON_FREE,
  readWord,
  type DebugCache,
} from './debug_layout.ts'
import { nameOf } from './slab_error.ts'

/** Bytes in a line of a report. */
const LINE = 16
/** A report shows so many lines that are wrong, */
const MOST_LINES = 6
/** and so many of each neighbour. */
const NEIGHBOUR_LINES = 2

/** Fills an object with a byte, but for the last one. Linux: mm/slab.c poison_obj(). */
export function poison_obj(
  machine: Machine,
  { dbghead, reallen }: DebugCache,
  place: PhysicalAddress,
  fill: number,
): void {
  const { memory } = machine
  const start = place + dbghead
  const end = start + reallen
  if (start < 0 || end > memory.bytes.length) throw pagingRequest(toVirtual(start))
  memory.touch(start >>> PAGE_SHIFT, ((end - 1) >>> PAGE_SHIFT) - (start >>> PAGE_SHIFT) + 1)
  memory.bytes.fill(fill, start, end - 1)
  memory.bytes[end - 1] = POISON_END
}

/** What a free object must hold at an offset. */
export function poisonAt({ reallen }: Pick<DebugCache, 'reallen'>, offset: number): number {
  return offset === reallen - 1 ? POISON_END : POISON_FREE
}

/** The offset of the first byte of a free object that is not poison any more; -1 when all of it is. */
export function firstWrongByte(
  machine: Machine,
  cache: Pick<DebugCache, 'dbghead' | 'reallen'>,
  place: PhysicalAddress,
): number {
  const { bytes } = machine.memory
  const start = place + cache.dbghead
  const last = cache.reallen - 1
  for (let offset = 0; offset < last; offset++) {
    if (bytes[start + offset] !== POISON_FREE) return offset
  }
  return bytes[start + last] === POISON_END ? -1 : last
}

/**
 * Looks whether an object that nobody had is still full of poison, and reports what is not. Linux: mm/slab.c
 * check_poison_obj(), with its way of looking: the first byte behind a line that was shown is not looked at. Whoever
 * looks on is told of whole poison only if `tellsWhole`.
 */
export function check_poison_obj(
  machine: Machine,
  descriptor: PhysicalAddress,
  cache: DebugCache,
  place: PhysicalAddress,
  tellsWhole: boolean,
): void {
  const first = firstWrongByte(machine, cache, place)
  const start = place + cache.dbghead
  if (first >= 0 || tellsWhole) {
    machine.trace?.event('poison-checked', toVirtual(start), cache.reallen, first)
  }
  if (first < 0) return
  printk(
    machine,
    `slab corruption: cache ${nameOf(machine, descriptor)}: the free object at ${hex(toVirtual(start))}, ${cache.reallen} bytes, was written to, first at byte ${first}`,
  )
  print_objinfo(machine, cache, place, 0)
  for (const line of wrongLines(machine, cache, place)) dump_line(machine, cache, place, line)
  reportNeighbours(machine, cache, place)
}

/** The offsets of the lines to show. */
function wrongLines(machine: Machine, cache: DebugCache, place: PhysicalAddress): number[] {
  const { bytes } = machine.memory
  const start = place + cache.dbghead
  const lines: number[] = []
  let offset = 0
  while (offset < cache.reallen && lines.length < MOST_LINES) {
    if (bytes[start + offset] === poisonAt(cache, offset)) {
      offset++
      continue
    }
    const line = offset - (offset % LINE)
    lines.push(line)
    offset = line + LINE + 1
  }
  return lines
}

/** What the red words, the last user and the first lines of an object say. Linux: mm/slab.c print_objinfo(). */
function print_objinfo(
  machine: Machine,
  cache: DebugCache,
  place: PhysicalAddress,
  lines: number,
): void {
  if (hasRedWords(cache)) printk(machine, `  red words: ${showRedWords(machine, cache, place)}`)
  if (hasUserWord(cache)) {
    const user = readWord(machine, dbg_userword(cache, place))
    printk(machine, `  last user: ${user === 0 ? 'nobody' : showCode(machine, user)}`)
  }
  for (let line = 0; line < lines && line * LINE < cache.reallen; line++) {
    dump_line(machine, cache, place, line * LINE)
  }
}

/** Both red words of an object, as a report shows them. */
export function showRedWords(machine: Machine, cache: DebugCache, place: PhysicalAddress): string {
  const words = [dbg_redzone1(cache, place), dbg_redzone2(cache, place)]
  return words.map((at) => hex(readWord(machine, at))).join(' and ')
}

/** One line of an object in hexadecimal. Linux: mm/slab.c dump_line(). */
function dump_line(
  machine: Machine,
  { dbghead, reallen }: DebugCache,
  place: PhysicalAddress,
  offset: number,
): void {
  const start = place + dbghead + offset
  const end = start + Math.min(LINE, reallen - offset)
  const shown = Array.from(machine.memory.bytes.subarray(start, end), (byte) =>
    byte.toString(16).padStart(2, '0'),
  )
  printk(machine, `  ${offset.toString(16).padStart(3, '0')}: ${shown.join(' ')}`)
}

/** The objects on both sides: whoever wrote too far may have had one of them. */
function reportNeighbours(machine: Machine, cache: DebugCache, place: PhysicalAddress): void {
  const { words, pages } = machine
  const slab = pages.lru_prev[place >>> PAGE_SHIFT]!
  const s_mem = words[(slab >> 2) + SLAB_S_MEM]! + POINTER_BASE
  const num = machine.caches.get(pages.lru_next[place >>> PAGE_SHIFT]!)?.num ?? 0
  const index = Math.floor((place - s_mem) / cache.objsize)
  const neighbours = [
    ['previous', index - 1],
    ['next', index + 1],
  ] as const
  for (const [which, neighbour] of neighbours) {
    if (neighbour < 0 || neighbour >= num) continue
    const at = s_mem + neighbour * cache.objsize
    printk(machine, `${which} object, at ${hex(toVirtual(at + cache.dbghead))}:`)
    print_objinfo(machine, cache, at, NEIGHBOUR_LINES)
  }
}
