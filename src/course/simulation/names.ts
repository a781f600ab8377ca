/** The names p1, p2, … of what was taken from the machine, also of what was given back since. */
import type { PageFrame, VirtualAddress } from '#kernel/index.ts'

export interface Held {
  readonly name: string
  /** NULL for what could not be had, and for pages above 896 MB. */
  readonly address: VirtualAddress
  /** Only of pages from the page allocator. */
  readonly pages: { readonly frame: PageFrame; readonly order: number } | null
  /** The call that took it. */
  readonly call: string
  released: boolean
}

export class Names {
  readonly #byName = new Map<string, Held>()
  /** Who was given an address last. */
  readonly #byAddress = new Map<number, Held>()

  /** Every call that takes something gets a name, even when it got NULL: so that later names stay what they are. */
  give(call: string, address: VirtualAddress, pages: Held['pages'] = null): Held {
    const held: Held = { name: `p${this.#byName.size + 1}`, address, pages, call, released: false }
    this.#byName.set(held.name, held)
    if (address !== 0) this.#byAddress.set(address, held)
    return held
  }

  find(name: string): Held | null {
    return this.#byName.get(name) ?? null
  }

  /** The last one that was given this address. */
  at(address: VirtualAddress): Held | null {
    return this.#byAddress.get(address) ?? null
  }

  all(): Held[] {
    return [...this.#byName.values()]
  }
}
