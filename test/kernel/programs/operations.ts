/**
 * What a program may do, as data: each operation has a name and numbers. The generators draw from this table, the
 * player carries out, and a program that failed is printed as a list of them. `which` chooses among what there is,
 * whatever that is by then.
 */
import { SLAB_CACHE_DMA, SLAB_DESTROY_BY_RCU, SLAB_HWCACHE_ALIGN } from '#kernel/index.ts'
import { SLAB_NO_REAP, SLAB_PANIC, SLAB_RECLAIM_ACCOUNT } from '#kernel/index.ts'
import type { Domain } from './domains.ts'
import { hogMasks, objectMasks, pageMasks, stubbornMasks, wrongMasks } from './masks.ts'

interface Kind {
  /** How often, compared with the others. */
  readonly weight: number
  readonly takes: { readonly [value: string]: Domain }
}

const which: Domain = { from: 0, to: 1000 }
const sizes: Domain = {
  either: [
    [6, { from: 0, to: 300 }],
    [4, { from: 0, to: 5000 }],
    [1, { from: 0, to: 140_000 }],
  ],
}
const batches: Domain = {
  either: [
    [3, { from: 1, to: 20 }],
    [2, { from: 1, to: 200 }],
  ],
}
const orders: Domain = {
  either: [
    [12, { among: [0] }],
    [6, { from: 1, to: 4 }],
    [1, { from: 0, to: 11 }],
  ],
}
/** Elements of an array; some are more than any array can have. */
const counts: Domain = {
  either: [
    [8, { from: 0, to: 40 }],
    [1, { from: 0x100000, to: 0x400000 }],
  ],
}
const yesNo: Domain = { among: [0, 1] }

/** What a handler does: takes objects without sleeping, gives some back, or takes some as if it could sleep. */
const works: Domain = { among: [0, 1, 1, 2] }
const handlerCounts: Domain = { from: 1, to: 12 }

/** Calls that a correct program may make. */
const correct = {
  kmalloc: { weight: 8, takes: { size: sizes, gfp: objectMasks } },
  kfree: { weight: 8, takes: { which } },
  kcalloc: { weight: 2, takes: { n: counts, size: sizes, gfp: objectMasks } },
  ksize: { weight: 1, takes: { which } },
  kfreeNothing: { weight: 1, takes: {} },
  /** Many objects of one size. */
  burst: {
    weight: 4,
    takes: { size: { from: 0, to: 9000 }, count: batches, gfp: objectMasks },
  },
  /** Many objects go back: from the oldest on, from the newest on, or here and there. */
  release: { weight: 5, takes: { count: batches, way: { among: [0, 1, 2] } } },

  create: {
    weight: 4,
    takes: {
      size: {
        either: [
          [5, { from: 4, to: 700 }],
          [3, { from: 4, to: 9000 }],
          [1, { from: 4, to: 131_072 }],
        ],
      },
      align: { among: [0, 0, 0, 8, 12, 64, 100, 256, 4096] },
      flags: {
        among: [
          0,
          0,
          SLAB_HWCACHE_ALIGN,
          SLAB_CACHE_DMA,
          SLAB_RECLAIM_ACCOUNT,
          SLAB_RECLAIM_ACCOUNT | SLAB_HWCACHE_ALIGN,
          SLAB_NO_REAP,
          SLAB_DESTROY_BY_RCU,
          SLAB_PANIC,
        ],
      },
      hooks: yesNo,
    },
  },
  take: { weight: 12, takes: { which, count: batches, gfp: objectMasks } },
  give: { weight: 12, takes: { which, count: batches, way: { among: [0, 1, 2] } } },
  shrink: { weight: 2, takes: { which } },
  /** Of any cache, those of kmalloc among them. */
  shrinkAny: { weight: 1, takes: { which } },
  destroy: { weight: 2, takes: { which } },
  tune: {
    weight: 2,
    takes: {
      which,
      limit: { from: 0, to: 200 },
      batch: { from: 0, to: 60 },
      shared: { from: -1, to: 3 },
    },
  },

  pages: { weight: 6, takes: { order: orders, count: { from: 1, to: 20 }, gfp: pageMasks } },
  freePages: { weight: 6, takes: { which, count: { from: 1, to: 30 } } },
  /** Takes blocks, from `order` downwards, until no more than `leave` pages are free, or none is given. */
  hog: {
    weight: 1,
    takes: {
      leave: { from: 0, to: 4000 },
      gfp: hogMasks,
      frees: { among: [0, 0, 0, 1] },
      order: { among: [0, 3, 6, 10, 10] },
    },
  },
  /** Gives most of the pages back. */
  relent: { weight: 3, takes: { keep: { from: 0, to: 200 } } },
  fail: { weight: 1, takes: { nth: { from: 0, to: 4 } } },

  /** A process that takes memory of its own, of several kinds. */
  start: { weight: 3, takes: { pages: { from: 0, to: 900 }, kind: { from: 0, to: 9 } } },
  exit: { weight: 2, takes: { which } },
  /** A process calls the kernel; it may be one that frees memory, and so may have all of it. */
  runAs: {
    weight: 4,
    takes: { which, size: sizes, count: batches, gfp: objectMasks, frees: { among: [0, 0, 0, 1] } },
  },
  /** Pages of files and of swap that can be had back, clean or dirty; their file system may ask for memory, too. */
  pageCache: {
    weight: 4,
    takes: {
      pages: { from: 1, to: 700 },
      kind: { among: [0, 1, 1, 2] },
      accessed: { from: 0, to: 2 },
      asks: yesNo,
    },
  },
  touchCache: { weight: 2, takes: { count: batches } },
  /** A cache whose objects can be had back. */
  shrinker: { weight: 2, takes: { which, seeks: { from: 1, to: 3 } } },
  kswapd: { weight: 1, takes: {} },
  tick: { weight: 3, takes: { ticks: { from: 0, to: 9000 } } },
  gracePeriod: { weight: 1, takes: {} },

  pool: { weight: 1, takes: { size: { from: 4, to: 3000 }, least: { from: 0, to: 20 } } },
  poolTake: { weight: 2, takes: { which, count: { from: 1, to: 40 }, gfp: objectMasks } },
  poolGive: { weight: 2, takes: { which, count: { from: 1, to: 40 } } },
  poolResize: { weight: 1, takes: { which, least: { from: 1, to: 30 } } },
  poolEnd: { weight: 1, takes: { which } },

  /** Large blocks, by masks that say how often it is tried. */
  stubborn: { weight: 1, takes: { order: { from: 4, to: 7 }, gfp: stubbornMasks } },
  /** Takes all memory that there is, and then asks for some. */
  dry: { weight: 1, takes: { tunes: yesNo } },
  /** Pages that somebody else uses, too, or that are for nobody. */
  share: { weight: 1, takes: { which } },
  freeReserved: { weight: 1, takes: { which } },

  /** Pages by their address. */
  addresses: { weight: 2, takes: { order: { from: 0, to: 3 }, gfp: pageMasks } },
  zeroed: { weight: 1, takes: { gfp: objectMasks } },

  reap: { weight: 3, takes: { ticks: { from: 0, to: 9000 } } },
  /** Goes on on another processor. */
  cpu: { weight: 6, takes: { which } },

  /** Into a context, inside of the one that there is already; and out of the innermost one. */
  enter: { weight: 4, takes: { which } },
  leave: { weight: 6, takes: {} },
  /** A handler runs from beginning to end, now or in the middle of a kernel function. */
  handle: { weight: 2, takes: { work: works, count: handlerCounts, fast: yesNo } },
  arrive: { weight: 2, takes: { which, work: works, count: handlerCounts, fast: yesNo } },
  raise: { weight: 2, takes: { times: { among: [1, 1, 1, 3, 12] } } },
  runSoftirqs: { weight: 1, takes: {} },
  tryLock: { weight: 1, takes: {} },
  sleep: { weight: 1, takes: { asked: yesNo } },
} as const satisfies { readonly [name: string]: Kind }

/** Calls that are wrong, and may stop the kernel. A program makes some at its end. */
const wrong = {
  wrongMask: { weight: 6, takes: { which, size: sizes, gfp: wrongMasks } },
  wrongZone: { weight: 3, takes: { which } },
  /** A task holds a lock that it needs to free memory. */
  deadlock: { weight: 2, takes: { pages: { from: 100, to: 700 } } },
  wrongCall: { weight: 3, takes: { which } },
} as const satisfies { readonly [name: string]: Kind }

export const operations = { ...correct, ...wrong } as const

export type OperationName = keyof typeof operations
/** The numbers that each operation takes, by name. */
export type ValuesOf = {
  readonly [Name in OperationName]: {
    readonly [Value in keyof (typeof operations)[Name]['takes']]: number
  }
}
/** An operation and its numbers. */
export type Operation<Name extends OperationName = OperationName> = {
  readonly [Each in Name]: { readonly do: Each; readonly values: ValuesOf[Each] }
}[Name]

export const correctNames: readonly OperationName[] = keysOf(correct)
export const allNames: readonly OperationName[] = keysOf(operations)

/** The values that an operation takes, each with its domain. */
export function domainsOf(name: OperationName): readonly (readonly [string, Domain])[] {
  return Object.entries<Domain>(operations[name].takes)
}

/** Makes an operation of a name and numbers; each number that it takes must be there. */
export function operation(
  name: OperationName,
  values: { readonly [value: string]: number },
): Operation {
  const candidate = { do: name, values }
  if (!isOperation(candidate)) throw new RangeError(`operation: ${name} lacks a number`)
  return candidate
}

function isOperation(candidate: {
  readonly do: OperationName
  readonly values: { readonly [value: string]: number }
}): candidate is Operation {
  return domainsOf(candidate.do).every(([value]) => value in candidate.values)
}

function keysOf<Name extends string>(table: { readonly [name in Name]: unknown }): Name[] {
  const isName = (name: string): name is Name => Object.hasOwn(table, name)
  return Object.keys(table).filter(isName)
}
