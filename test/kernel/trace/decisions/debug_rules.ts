/** What slab debugging decides: which words an object gets, and what is wrong with it. */
import {
  SLAB_DEBUG_INITIAL,
  SLAB_DESTROY_BY_RCU,
  SLAB_POISON,
  SLAB_RED_ZONE,
  SLAB_STORE_USER,
  type Kernel,
} from '#kernel/index.ts'
import { must, same, stopsNext, type Rule } from './rule.ts'

const WORDS = 12
const POISON_FREE = 0x6b
const POISON_END = 0xa5

/** The kernel writes into its log before anything else happens, if and only if so. */
function complainsNext({ machine }: Kernel, so: boolean) {
  const { log } = machine
  const before = log.length
  return (): void => {
    if (before < 900) same(log.length > before, so)
  }
}

/** The next power of two is the same with the words. */
function hasRoom(size: number): boolean {
  const next = (bytes: number): number => Math.ceil(Math.log2(bytes))
  return size < 4096 || next(size) === next(size + WORDS)
}

export const debugRules = {
  'debug-flags': (of) => {
    const words = hasRoom(of('size')) ? SLAB_RED_ZONE | SLAB_STORE_USER : 0
    const poison = (of('asked') & SLAB_DESTROY_BY_RCU) === 0 ? SLAB_POISON : 0
    same(
      (of('flags') & ~SLAB_DEBUG_INITIAL) >>> 0,
      ((of('asked') & ~SLAB_DEBUG_INITIAL) | words | poison) >>> 0,
    )
  },
  'debug-space': (of) => {
    must([4, 8, WORDS].includes(of('added')))
    same(of('word_align'), 4)
  },
  poisoned: (of) => same(of('end'), POISON_END),
  'poison-checked': (of, { kernel }) => {
    const bytes = kernel.readBytes(of('object'), of('size'))
    const last = bytes.length - 1
    const wrong = bytes.findIndex((byte, at) => byte !== (at === last ? POISON_END : POISON_FREE))
    same(of('first_wrong'), wrong)
    return complainsNext(kernel, wrong >= 0)
  },
  'red-words-checked': (of, { kernel }) => {
    const isWhole = of('redzone1') === of('expected') && of('redzone2') === of('expected')
    return complainsNext(kernel, !isWhole)
  },
  'pointer-checked': (of) => {
    same(of('frame'), Math.floor((of('object') - 0xc0000000) / 4096) & 0xfffff)
    return stopsNext(of('frame') >= of('pages') || of('in_slab') === 0)
  },
  'cache-checked': (of, { kernel }) => complainsNext(kernel, of('owner') !== of('given')),
  'start-checked': (of) => stopsNext(of('index') >= of('num') || of('beside') !== 0),
  'irq-on-checked': (of) => stopsNext(of('off') === 1),
  'free-list-checked': (of) => {
    const isWhole = of('ends') === 1 && of('entries') === of('num') - of('inuse')
    return stopsNext(!isWhole)
  },
  'link-checked': (of) => stopsNext(of('link') !== of('expected')),
} as const satisfies { readonly [name: string]: Rule }
