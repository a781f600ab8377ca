/** The allocation masks that programs use. */
import {
  __GFP_COLD,
  __GFP_COMP,
  __GFP_HIGH,
  __GFP_HIGHMEM,
  __GFP_NO_GROW,
  __GFP_NOFAIL,
  __GFP_NORETRY,
  __GFP_NOWARN,
  __GFP_REPEAT,
  __GFP_ZERO,
  GFP_ATOMIC,
  GFP_DMA,
  GFP_HIGHUSER,
  GFP_KERNEL,
  GFP_NOFS,
  GFP_NOIO,
  GFP_USER,
} from '#kernel/index.ts'
import type { Domain } from './domains.ts'

const plain: Domain = {
  among: [GFP_KERNEL, GFP_KERNEL, GFP_ATOMIC, GFP_ATOMIC, GFP_NOFS, GFP_NOIO, GFP_USER, 0],
}

/** What may stand beside any of them. */
const additions = [
  __GFP_NORETRY,
  __GFP_REPEAT,
  __GFP_NOFAIL,
  __GFP_NORETRY | __GFP_NOFAIL,
  __GFP_NOWARN,
  __GFP_COLD,
  __GFP_HIGH,
  __GFP_COMP,
]

const unusual: Domain = {
  among: [GFP_KERNEL, GFP_ATOMIC, GFP_NOFS, GFP_NOIO].flatMap((mask) =>
    additions.map((addition) => mask | addition),
  ),
}

/** For objects: every mask that a cache may be asked with, for ordinary memory or for the DMA zone. */
export const objectMasks: Domain = {
  either: [
    [12, plain],
    [4, unusual],
    [2, { among: [GFP_KERNEL | GFP_DMA, GFP_ATOMIC | GFP_DMA, GFP_DMA] }],
    [1, { among: [GFP_KERNEL | __GFP_NO_GROW, GFP_ATOMIC | __GFP_NO_GROW] }],
  ],
}

/** Masks that a cache minds only when it has to grow. */
export const wrongMasks: Domain = {
  among: [GFP_HIGHUSER, GFP_KERNEL | __GFP_ZERO, GFP_ATOMIC | 0x10000],
}

/** For taking nearly everything: callers that take NULL for an answer. */
export const hogMasks: Domain = {
  among: [
    GFP_ATOMIC,
    GFP_ATOMIC | __GFP_COLD | __GFP_NOWARN,
    GFP_ATOMIC | __GFP_HIGHMEM,
    GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN,
    0,
  ],
}

/** For large blocks: how often it is tried. */
export const stubbornMasks: Domain = {
  among: [
    GFP_KERNEL,
    GFP_KERNEL | __GFP_REPEAT,
    GFP_KERNEL | __GFP_NOFAIL,
    GFP_KERNEL | __GFP_NORETRY | __GFP_NOFAIL,
    GFP_NOFS | __GFP_REPEAT,
    GFP_NOIO | __GFP_NORETRY,
  ],
}

/** For pages. */
export const pageMasks: Domain = {
  either: [
    [8, plain],
    [4, unusual],
    [2, { among: [GFP_KERNEL | GFP_DMA, GFP_ATOMIC | GFP_DMA] }],
    [2, { among: [GFP_KERNEL | __GFP_ZERO, GFP_ATOMIC | __GFP_ZERO] }],
    [2, { among: [GFP_HIGHUSER, GFP_ATOMIC | __GFP_HIGHMEM, GFP_HIGHUSER | __GFP_COLD] }],
  ],
}
