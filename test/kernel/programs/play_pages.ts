/** The operations on pages. */
import {
  __GFP_HIGHMEM,
  __GFP_ZERO,
  freePages,
  GFP_DMA,
  PAGE_SIZE,
  PF_MEMALLOC,
  type GfpFlags,
} from '#kernel/index.ts'
import { isClear, pick, remove } from './held.ts'
import { must, mustBe } from './must.ts'
import type { ValuesOf } from './operations.ts'
import type { Player } from './player.ts'

const MAX_ORDER = 11
/** Frames of the kernel itself, from 1 MB on. */
const KERNEL_IMAGE = 0x100
const KERNEL_PAGES = 0x300

const isNull = (page: number | null): boolean => page === null
const never = (): boolean => false

export function takePages(player: Player, order: number, gfp: GfpFlags): boolean {
  const { kernel } = player
  const { machine } = kernel
  const failed = order < MAX_ORDER ? isNull : never
  const frame = player.allocate(gfp, order, () => kernel.alloc_pages(gfp, order), failed)
  if (frame === null) return false
  mustBe(`frame ${frame} in a block of order ${order}`, frame % 2 ** order, 0)
  const zone = machine.pages.zone[frame] ?? -1
  const best = (gfp & GFP_DMA) === 0 ? ((gfp & __GFP_HIGHMEM) === 0 ? 1 : 2) : 0
  must(zone <= best, `mask ${gfp} was served from zone ${zone}`)
  const bytes = PAGE_SIZE * 2 ** order
  const mapped = frame < machine.lowPages
  if (!mapped) {
    player.note(frame)
    player.blocks.push({ address: 0, bytes, mark: 0, frame, order, mapped })
    return true
  }
  const address = kernel.page_address(frame)
  if ((gfp & __GFP_ZERO) !== 0) {
    must(isClear(kernel, address, bytes), `page ${frame} was not cleared`)
  }
  player.blocks.push({ ...player.hold(address, bytes), frame, order, mapped })
  return true
}

export const pageOperations = {
  pages: (player: Player, { order, count, gfp }: ValuesOf['pages']) => {
    const most = Math.max(1, count >> order)
    for (let i = 0; i < most && takePages(player, order, gfp); i++);
  },

  freePages: (player: Player, { which, count }: ValuesOf['freePages']) => {
    for (let i = 0; i < count; i++) {
      const block = remove(player.blocks, which)
      if (block !== undefined) player.freeBlock(block)
    }
  },

  hog: (player: Player, { leave, gfp, order, frees }: ValuesOf['hog']) => {
    const { kernel } = player
    const { current } = kernel
    let most = freePages(kernel) - leave
    if (frees === 1) current.flags |= PF_MEMALLOC
    for (let at = order; at >= 0; at--) {
      while (most >= 2 ** at && takePages(player, at, gfp)) most -= 2 ** at
    }
    current.flags &= ~PF_MEMALLOC
  },

  stubborn: (player: Player, { order, gfp }: ValuesOf['stubborn']) => {
    takePages(player, order, gfp)
  },

  share: (player: Player, { which }: ValuesOf['share']) => {
    const { kernel, blocks } = player
    const block = pick(blocks, which)
    if (block === undefined) return
    const { _count } = kernel.machine.pages
    _count[block.frame] = (_count[block.frame] ?? 0) + 1
    kernel.__free_pages(block.frame, block.order)
    mustBe('the users of a page that one has given back', _count[block.frame] ?? 0, 1)
  },

  freeReserved: ({ kernel }: Player, { which }: ValuesOf['freeReserved']) => {
    const before = kernel.buddyinfo()
    kernel.__free_pages(KERNEL_IMAGE + (which % KERNEL_PAGES), 0)
    must(kernel.buddyinfo() === before, 'a page of the kernel itself is free')
  },

  relent: (player: Player, { keep }: ValuesOf['relent']) => {
    for (const block of player.blocks.splice(keep)) player.freeBlock(block)
  },

  fail: (player: Player, { nth }: ValuesOf['fail']) => player.kernel.failPageAllocation(nth),
}
