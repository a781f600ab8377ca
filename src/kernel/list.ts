/**
 * Doubly linked lists inside simulated memory, as `struct list_head`: two pointers, next and previous, at the
 * front of the structure they link. A head is a list_head too; an empty list points at itself.
 * Linux: linux/list.h.
 */
import { POINTER_BASE, type PhysicalAddress } from './layout.ts'
import { pagingRequest } from './memory.ts'
import type { KernelBug } from './panic.ts'

/** What follows `entry` in its list: the head itself after the last one. */
function listNext(words: Int32Array, entry: PhysicalAddress): PhysicalAddress {
  return words[entry >> 2]! + POINTER_BASE
}

/** Makes `head` an empty list. Linux: linux/list.h INIT_LIST_HEAD(). */
export function INIT_LIST_HEAD(words: Int32Array, head: PhysicalAddress): void {
  words[head >> 2] = head - POINTER_BASE
  words[(head >> 2) + 1] = head - POINTER_BASE
}

/** Puts `entry` right behind `head`: it becomes the first one. Linux: linux/list.h list_add(). */
export function list_add(words: Int32Array, entry: PhysicalAddress, head: PhysicalAddress): void {
  link(words, head, entry, words[head >> 2]! + POINTER_BASE)
}

/** Puts `entry` right before `head`: it becomes the last one. Linux: linux/list.h list_add_tail(). */
export function list_add_tail(
  words: Int32Array,
  entry: PhysicalAddress,
  head: PhysicalAddress,
): void {
  link(words, words[(head >> 2) + 1]! + POINTER_BASE, entry, head)
}

/**
 * Takes `entry` out of its list. Linux: linux/list.h list_del().
 * Differs: a pointer out of RAM (a learner wrote over it) is an oops here at once.
 */
export function list_del(words: Int32Array, entry: PhysicalAddress): void {
  const next = words[entry >> 2]! + POINTER_BASE
  const previous = words[(entry >> 2) + 1]! + POINTER_BASE
  checkPointer(words, next)
  checkPointer(words, previous)
  words[(next >> 2) + 1] = previous - POINTER_BASE
  words[previous >> 2] = next - POINTER_BASE
}

/** True when nothing is linked to `head`. Linux: linux/list.h list_empty(). */
export function list_empty(words: Int32Array, head: PhysicalAddress): boolean {
  return listNext(words, head) === head
}

/** The entries of a list from first to last. For looking at, not for the allocator's own paths. */
export function listEntries(words: Int32Array, head: PhysicalAddress): PhysicalAddress[] {
  const entries: PhysicalAddress[] = []
  const most = words.length >> 1
  for (let entry = listNext(words, head); entry !== head; entry = listNext(words, entry)) {
    checkPointer(words, entry)
    if (entries.push(entry) > most) throw badPointer(entry)
  }
  return entries
}

/** Throws the oops of an address that is not in RAM. */
export function checkPointer(words: Int32Array, address: PhysicalAddress): void {
  if (address >>> 2 >= words.length) throw badPointer(address)
}

/** The oops for a pointer that leads out of RAM. It was written over, or never written. */
export function badPointer(address: PhysicalAddress): KernelBug {
  return pagingRequest((address - POINTER_BASE) >>> 0)
}

function link(
  words: Int32Array,
  previous: PhysicalAddress,
  entry: PhysicalAddress,
  next: PhysicalAddress,
): void {
  words[(next >> 2) + 1] = entry - POINTER_BASE
  words[entry >> 2] = next - POINTER_BASE
  words[(entry >> 2) + 1] = previous - POINTER_BASE
  words[previous >> 2] = entry - POINTER_BASE
}
