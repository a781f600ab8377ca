/** Calls that no correct program makes: each ends as the kernel ends it. */
import {
  __GFP_HIGHMEM,
  freePages,
  GFP_DMA,
  GFP_KERNEL,
  NULL,
  Semaphore,
  SLAB_DESTROY_BY_RCU,
  SLAB_POISON,
} from '#kernel/index.ts'
import { takePages } from './play_pages.ts'
import { pick, remove } from './held.ts'
import { must } from './must.ts'
import type { ValuesOf } from './operations.ts'
import { GaveUp, type Player } from './player.ts'

interface WrongCall {
  /** What the kernel says when it stops. */
  readonly says: RegExp
  /** Returns false when there is nothing to do it with. */
  readonly call: (player: Player, which: number) => unknown
}

const hook = (): void => undefined

/** Calls that stop the kernel at once. */
const stopping: readonly WrongCall[] = [
  { says: /no name/, call: ({ kernel }) => kernel.kmem_cache_create('', 64) },
  { says: /fewer than a word/, call: ({ kernel }) => kernel.kmem_cache_create('small', 3) },
  { says: /more than the largest/, call: ({ kernel }) => kernel.kmem_cache_create('big', 131_073) },
  {
    says: /without constructor/,
    call: ({ kernel }) => kernel.kmem_cache_create('half', 64, 0, 0, null, hook),
  },
  {
    says: /DESTROY_BY_RCU/,
    call: ({ kernel }) => kernel.kmem_cache_create('late', 64, 0, SLAB_DESTROY_BY_RCU, hook, hook),
  },
  { says: /unknown flags/, call: ({ kernel }) => kernel.kmem_cache_create('odd', 64, 0, 1) },
  {
    says: /slab debugging/,
    call: ({ kernel }) =>
      !kernel.configuration.slabDebug && kernel.kmem_cache_create('debug', 64, 0, SLAB_POISON),
  },
  { says: /duplicate cache/, call: ({ kernel }) => kernel.kmem_cache_create('size-64', 64) },
  { says: /NULL pointer/, call: ({ kernel }) => kernel.kmem_cache_alloc(null, GFP_KERNEL) },
  { says: /NULL pointer/, call: ({ kernel }) => kernel.read8(16) },
  {
    says: /DMA and HIGHMEM/,
    call: ({ kernel }) => kernel.alloc_pages(GFP_KERNEL | GFP_DMA | __GFP_HIGHMEM, 0),
  },
  {
    says: /not slab/,
    call: ({ kernel, blocks }, which) => {
      const block = pick(blocks, which)
      return block?.mapped === true && kernel.kfree(block.address)
    },
  },
  {
    says: /is free already|in a free list/,
    call: (player, which) => {
      const block = remove(player.blocks, which)
      if (block === undefined) return false
      player.freeBlock(block)
      return player.kernel.__free_pages(block.frame, block.order)
    },
  },
  {
    says: /irq_exit: not in interrupt/,
    call: ({ kernel }) => !kernel.in_irq() && kernel.irq_exit(),
  },
]

/** Calls that nobody notices; what comes after them is no longer sure. */
const unnoticed: readonly ((player: Player, which: number) => unknown)[] = [
  ({ kernel, objects }, which) => {
    const object = remove(objects, which)
    if (object === undefined) return
    kernel.kfree(object.address)
    kernel.kfree(object.address)
  },
  ({ kernel, objects }, which) => kernel.kfree((remove(objects, which)?.address ?? NULL - 8) + 8),
]

function deadlock(player: Player, pages: number): void {
  const { kernel } = player
  const lock = new Semaphore('deadlock')
  const fileSystem = {
    name: 'deadlock',
    writepage: () => {
      kernel.down(lock)
      kernel.up(lock)
    },
  }
  player.mayStop(/^down: deadlock: /)
  player.mayRunOut(() => {
    kernel.fillPageCache({ pages, kind: 'needs-fs', fileSystem })
    kernel.down(lock)
    const most = freePages(kernel)
    for (let i = 0; i <= most && takePages(player, 0, GFP_KERNEL); i++);
    kernel.up(lock)
  })
}

export const wrongOperations = {
  deadlock: (player: Player, { pages }: ValuesOf['deadlock']) => deadlock(player, pages),

  wrongCall: (player: Player, { which }: ValuesOf['wrongCall']) => {
    const number = which % (stopping.length + unnoticed.length)
    const wrong = stopping[number]
    if (wrong === undefined) {
      // A kernel with slab debugging notices it all the same.
      player.mayStop(/./)
      unnoticed[number - stopping.length]?.(player, which)
      throw new GaveUp('an object was freed wrongly')
    }
    // In a handler a cache cannot be created anyway, and with slab debugging more is said.
    const { slabDebug } = player.kernel.configuration
    player.mayStop(player.inInterrupt || slabDebug ? /./ : wrong.says)
    must(wrong.call(player, which) === false, `the kernel does not mind: ${wrong.says.source}`)
  },
}
