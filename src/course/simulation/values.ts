/** The words of a command as what they stand for on this machine. Each throws SimulationError for a word that is none. */
import type { GfpFlags, Kernel, kmem_cache, PageFrame, VirtualAddress } from '#kernel/index.ts'
import { GFP_KERNEL, HZ, NULL } from '#kernel/index.ts'
import { cacheFlagNames, gfpNames } from '#view/flag-names.ts'
import type { Held, Names } from './names.ts'
import { type Command, UnknownName } from './parse.ts'
import { SimulationError } from './problem.ts'

/** An address, and the name it was typed by if it was. */
export interface Place {
  readonly address: VirtualAddress
  readonly held: Held | null
}

/** An hour, in ticks. */
const longestWait = 3600 * HZ

export class Values {
  readonly #command: Command
  readonly #kernel: Kernel
  readonly #names: Names

  constructor(command: Command, kernel: Kernel, names: Names) {
    this.#command = command
    this.#kernel = kernel
    this.#names = names
  }

  word(name: string): string {
    return this.#command.words.get(name) ?? ''
  }

  has(name: string): boolean {
    return this.#command.words.has(name)
  }

  /** A whole number of 32 bits: decimal, hexadecimal with 0x, or with K or M behind it. */
  number(name: string, otherwise = 0): number {
    return this.has(name) ? parseNumber(this.word(name)) : otherwise
  }

  /** Clock ticks: 2000, 4s or 500ms. */
  ticks(name: string): number {
    const word = this.word(name)
    const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)(s|ms|)$/.exec(word) ?? []
    const ticks = digits === '' ? Number.NaN : Number(digits) * (unit === 's' ? HZ : 1)
    if (Number.isInteger(ticks) && ticks >= 1 && ticks <= longestWait) return ticks
    throw new SimulationError(
      `"${word}" is no time from 1 tick to an hour.`,
      'A tick is a thousandth of a second: 2000, 2s and 2000ms are the same.',
    )
  }

  /** The number of a page frame, or that of what a name stands for. */
  frame(name: string): PageFrame {
    if (/^\d/.test(this.word(name))) return this.number(name)
    const { address, held } = this.place(name)
    return held?.pages?.frame ?? this.#kernel.virt_to_page(address)
  }

  on(name: string): boolean {
    const word = this.word(name)
    if (word === 'on' || word === 'off') return word === 'on'
    throw new SimulationError(`"${word}" is neither on nor off.`)
  }

  gfp(): GfpFlags {
    return this.has('flags') ? parseFlags(this.word('flags'), gfpNames) | 0 : GFP_KERNEL
  }

  cacheFlags(): number {
    return this.has('flags') ? parseFlags(this.word('flags'), cacheFlagNames) : 0
  }

  cache(): kmem_cache {
    const word = this.word('cache')
    const caches = this.#kernel.caches()
    const found = caches.find(({ name }) => name === word)
    if (found) return found
    const known = caches.map(({ name }) => name)
    throw new UnknownName(
      `There is no cache "${word}".`,
      word,
      known,
      'caches shows all caches, and kmem_cache_create makes one.',
    )
  }

  /** `p1`, `p1+8`, `0xc1234560` or `NULL`. */
  place(name: string): Place {
    const word = this.word(name)
    if (word === 'NULL') return { address: NULL, held: null }
    if (/^\d/.test(word)) return { address: parseNumber(word), held: null }
    const [base = '', offset] = word.split('+')
    const held = this.#names.find(base)
    if (held === null) throw this.#unknownPlace(word)
    if (offset === undefined) return { address: held.address, held }
    return { address: (held.address + parseNumber(offset)) >>> 0, held: null }
  }

  #unknownPlace(word: string): SimulationError {
    const known = this.#names.all().map(({ name }) => name)
    const last = known.at(-1)
    const advice =
      last === undefined
        ? 'Nothing is taken yet: kmalloc 100 takes the first, and it is called p1.'
        : `There are p1 to ${last}; p1+8 and 0xc1234560 are addresses, too.`
    return new UnknownName(`"${word}" is no address and no name of one.`, word, [], advice)
  }
}

const units: Readonly<Record<string, number>> = {
  '': 1,
  K: 1024,
  KB: 1024,
  M: 1048576,
  MB: 1048576,
}

/** A number of 32 bits: decimal, hexadecimal, or with K or M. Throws a SimulationError for anything else. */
export function parseNumber(word: string): number {
  const [, digits = '', unit = ''] = /^(0x[0-9a-f]+|\d+)(K|KB|M|MB)?$/i.exec(word) ?? []
  const value = digits === '' ? Number.NaN : Number(digits) * (units[unit.toUpperCase()] ?? 1)
  if (value >>> 0 === value) return value
  throw new SimulationError(
    `"${word}" is not a number of 32 bits.`,
    'Write it like 100, 0x64 or 128K.',
  )
}

/** Names joined by `|` or by spaces; case does not matter. */
function parseFlags(text: string, known: ReadonlyMap<string, number>): number {
  const names = text.split(/[|\s]+/).filter((name) => name !== '')
  return names.reduce((mask, name) => (mask | flag(name, known)) >>> 0, 0)
}

function flag(typed: string, known: ReadonlyMap<string, number>): number {
  const bits = known.get(typed.toUpperCase())
  if (bits !== undefined) return bits
  if (/^\d/.test(typed)) return parseNumber(typed)
  const names = [...known.keys()]
  throw new UnknownName(
    `There is no flag "${typed}".`,
    typed,
    names,
    `The flags are ${names.join(', ')}.`,
  )
}
