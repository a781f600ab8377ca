/** What the public functions of a machine make of their arguments: C would take any number, a program of ours may err. */
import { NULL, type GfpFlags, type VirtualAddress } from '../layout.ts'
import { pagingRequest } from '../memory.ts'
import { BUG, KernelBug } from '../panic.ts'
import type { kmem_cache } from '../slab/cache.ts'

// The checks of every call are short, and what is odd stands elsewhere: only then do they become part of their callers.

/** A size as C would take it: a whole number of 32 bits. */
export function checkSize(caller: string, size: number): number {
  return size >>> 0 === size ? size : oddSize(caller, size)
}

function oddSize(caller: string, size: number): number {
  if (Number.isFinite(size)) return Math.trunc(size) >>> 0
  throw new TypeError(`${caller}: ${String(size)} is not a number of bytes.`)
}

/** A cache that a function of the slab allocator insists on. */
export function existing(caller: string, cache: kmem_cache | null): kmem_cache {
  if (cache === null) return BUG(`${caller}: no cache`)
  if (cache.destroyed) throw unusable(caller, cache)
  return cache
}

/** What becomes of a call on a cache that is no cache. */
export function unusable(caller: string, cache: kmem_cache | null): KernelBug {
  if (cache === null) return pagingRequest(NULL)
  return new KernelBug(`${caller}: cache ${cache.name} was destroyed`)
}

export function checkFlags(caller: string, flags: GfpFlags): GfpFlags {
  return (flags | 0) === flags ? flags : oddFlags(caller, flags)
}

function oddFlags(caller: string, flags: GfpFlags): GfpFlags {
  if (Number.isInteger(flags)) return flags | 0
  throw new TypeError(`${caller}: give a mask such as GFP_KERNEL, not ${String(flags)}.`)
}

export function checkAddress(caller: string, address: VirtualAddress): VirtualAddress {
  return address >>> 0 === address ? address : noAddress(caller, address)
}

function noAddress(caller: string, address: VirtualAddress): never {
  throw new TypeError(
    `${caller}: ${String(address)} is not an address. An address is a whole number of 32 bits.`,
  )
}
