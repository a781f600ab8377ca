/** The operations on objects of kmalloc(). */
import { GFP_DMA, NULL, type GfpFlags, type VirtualAddress } from '#kernel/index.ts'
import { isClear, remove, pick, removeSeveral } from './held.ts'
import { must, mustBe } from './must.ts'
import type { ValuesOf } from './operations.ts'
import type { Player } from './player.ts'

const MOST_KMALLOC = 131_072
/** Bytes that one operation takes at most: else the memory would always be full. */
export const MOST_BYTES = 0x40000

/** The order of the slabs that an object of this size comes from, or more. */
function orderFor(size: number): number {
  return Math.max(1, Math.ceil(Math.log2(Math.max(1, size / 4096))))
}

export const isNull = (address: VirtualAddress): boolean => address === NULL
const never = (): boolean => false

export function takeObject(player: Player, size: number, gfp: GfpFlags): boolean {
  const { kernel } = player
  const failed = size <= MOST_KMALLOC ? isNull : never
  const address = player.allocate(gfp, orderFor(size), () => kernel.kmalloc(size, gfp), failed)
  if (address === NULL) return false
  const bytes = kernel.ksize(address)
  must(bytes >= size && size <= MOST_KMALLOC, `${bytes} bytes for ${size}`)
  const frame = kernel.virt_to_page(address)
  if ((gfp & GFP_DMA) !== 0)
    mustBe('the zone of a DMA object', kernel.machine.pages.zone[frame] ?? -1, 0)
  player.objects.push(player.hold(address, bytes))
  return true
}

export const objectOperations = {
  kmalloc: (player: Player, { size, gfp }: ValuesOf['kmalloc']) => {
    takeObject(player, size, gfp)
  },

  kfree: (player: Player, { which }: ValuesOf['kfree']) => {
    const object = remove(player.objects, which)
    if (object !== undefined) player.kfree(object)
  },

  kcalloc: (player: Player, { n, size, gfp }: ValuesOf['kcalloc']) => {
    const { kernel } = player
    const bytes = n * size
    const failed = bytes <= MOST_KMALLOC ? isNull : never
    const address = player.allocate(
      gfp,
      orderFor(bytes),
      () => kernel.kcalloc(n, size, gfp),
      failed,
    )
    if (address === NULL) return
    must(isClear(kernel, address, bytes), 'kcalloc() did not clear its memory')
    player.objects.push(player.hold(address, kernel.ksize(address)))
  },

  ksize: (player: Player, { which }: ValuesOf['ksize']) => {
    const object = pick(player.objects, which)
    if (object !== undefined) mustBe('ksize()', player.kernel.ksize(object.address), object.bytes)
    mustBe('ksize(NULL)', player.kernel.ksize(NULL), 0)
  },

  kfreeNothing: (player: Player) => player.kernel.kfree(NULL),

  burst: (player: Player, { size, count, gfp }: ValuesOf['burst']) => {
    const most = Math.min(count, Math.ceil(MOST_BYTES / Math.max(1, size)))
    for (let i = 0; i < most && takeObject(player, size, gfp); i++);
  },

  release: (player: Player, { count, way }: ValuesOf['release']) => {
    for (const object of removeSeveral(player.objects, count, way)) player.kfree(object)
  },

  wrongMask: (player: Player, { size, gfp }: ValuesOf['wrongMask']) => {
    player.mayStop(/^cache_grow: bad flags/)
    takeObject(player, size, gfp)
  },
}
