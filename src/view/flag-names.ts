/** Masks as a programmer writes them, and back: `GFP_ATOMIC | __GFP_DMA`. */
import * as kernel from '#kernel/index.ts'

type Named = readonly [name: string, bits: number]

const constants: readonly Named[] = Object.entries(kernel).flatMap(([name, value]): Named[] =>
  typeof value === 'number' ? [[name, value >>> 0]] : [],
)

/** All names of bits that an allocation can be given, the usual ones first. */
export const gfpNames: ReadonlyMap<string, number> = new Map([
  ...constants.filter(([name]) => /^GFP_(?!.*MASK)/.test(name)),
  ...constants.filter(([name]) => name.startsWith('__GFP_')),
])

/** Names of the flags that a cache can be created with on this kernel, which has no debugging. */
export const cacheFlagNames: ReadonlyMap<string, number> = new Map(
  constants.filter(
    ([name, bits]) =>
      /^SLAB_(?!NO_GROW)/.test(name) && bits !== 0 && (bits & ~kernel.CREATE_MASK) === 0,
  ),
)

/** The whole situations, most bits first: GFP_KERNEL and GFP_USER are the same bits, and the first is said. */
const situations: readonly Named[] = [
  'GFP_HIGHUSER',
  'GFP_KERNEL',
  'GFP_NOFS',
  'GFP_NOIO',
  'GFP_ATOMIC',
].map((name): Named => [name, gfpNames.get(name) ?? 0])
const singleBits: readonly Named[] = [...gfpNames].filter(([name]) => name.startsWith('__GFP_'))

const told = new Map<number, string>()

/** What a mask means: the situation, then the bits beside it. */
export function tellGfp(mask: number): string {
  const bits = mask >>> 0
  const known = told.get(bits)
  if (known !== undefined) return known
  const text = bits === kernel.GFP_DMA ? 'GFP_DMA' : spelled(bits)
  told.set(bits, text)
  return text
}

function spelled(mask: number): string {
  if (mask === 0) return '0'
  const situation = situations.find(([, bits]) => bits !== 0 && (mask & bits) === bits)
  const names = situation ? [situation[0]] : []
  let rest = situation ? mask & ~situation[1] : mask
  for (const [name, bit] of singleBits) {
    if ((rest & bit) === 0) continue
    names.push(name)
    rest &= ~bit
  }
  return [...names, ...(rest === 0 ? [] : [`0x${(rest >>> 0).toString(16)}`])].join(' | ')
}

/** A mask from names joined by `|` or spaces, and numbers; case does not matter. A RangeError for what is neither. */
export function maskOf(text: string): number {
  const words = text.split(/[|\s]+/).filter((word) => word !== '')
  return words.reduce((mask, word) => (mask | bitsOf(word)) >>> 0, 0)
}

function bitsOf(word: string): number {
  const bits = gfpNames.get(word.toUpperCase()) ?? (/^\d/.test(word) ? Number(word) : Number.NaN)
  if (bits >>> 0 === bits) return bits
  throw new RangeError(`gfp: there is no flag "${word}".`)
}
