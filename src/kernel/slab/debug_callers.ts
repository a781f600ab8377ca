/**
 * Who calls: slab debugging writes into each object the address that the call returns to. The code of the kernel is
 * not simulated and has no addresses, so each caller that has a name gets a place of 16 bytes in the kernel image, as
 * if it was a function that takes objects in one line and gives them back in another.
 * Linux: __builtin_return_address(0), and kernel/kallsyms.c for the names.
 */
import { hex } from '#lib/hex.ts'
import { toVirtual, type VirtualAddress } from '../layout.ts'
import type { Machine } from '../machine.ts'

/** Whoever calls the public functions of a machine, as long as nobody says who that is. */
export const OWN_CODE = 'yourCode'

/** Bytes of such a function. */
const CODE_BYTES = 16
/** A call instruction has 5 bytes: the first call, which takes an object, and the second, which gives one back. */
const AFTER_TAKING = 5
const AFTER_GIVING = 10

/** The names of callers, and where each of them stands. */
export class Callers {
  /** Who calls now. */
  name = OWN_CODE
  readonly #places = new Map<string, VirtualAddress>()

  /** The address that a call of this caller returns to. */
  returnAddress(machine: Machine, does: 'takes' | 'gives', caller: string): VirtualAddress {
    let place = this.#places.get(caller)
    if (place === undefined) {
      place = toVirtual(machine.placeCode())
      this.#places.set(caller, place)
    }
    return place + (does === 'takes' ? AFTER_TAKING : AFTER_GIVING)
  }

  /** `driver_read+0x5/0x10`; null for an address at which no caller stands. Linux: kernel/kallsyms.c kallsyms_lookup(). */
  nameOf(address: VirtualAddress): string | null {
    for (const [name, place] of this.#places) {
      const offset = address - place
      if (offset < 0 || offset >= CODE_BYTES) continue
      return `${name}+0x${offset.toString(16)}/0x${CODE_BYTES.toString(16)}`
    }
    return null
  }
}

/** Runs a function as part of the one with that name: what it takes and gives back was last used there. */
export function calledFrom<T>({ callers }: Machine, name: string, run: () => T): T {
  const before = callers.name
  callers.name = name
  try {
    return run()
  } finally {
    callers.name = before
  }
}

/** `[<c0200005>] driver_read+0x5/0x10`: an address of code as the kernel's log shows it. */
export function showCode({ callers }: Machine, address: VirtualAddress): string {
  const name = callers.nameOf(address)
  const shown = `[<${hex(address).slice(2)}>]`
  return name === null ? shown : `${shown} ${name}`
}
