/** Every figure that a lesson can ask for. */
import { describe, expect, it } from 'vitest'
import { figureFunctions, Machines } from '#course/notebook/scope.ts'
import { isFigure } from '#course/notebook/figure.ts'
import { GFP_KERNEL } from '#kernel/index.ts'

describe('the figures of a lesson', () => {
  const machines = new Machines()
  const kernel = machines.boot({ profile: 'debug', megabytes: 64 })
  const object = kernel.kmalloc(100, GFP_KERNEL)
  const cache = kernel.caches().find(({ name }) => name === 'size-128')
  if (!cache) throw new Error('no size-128')
  const draw = figureFunctions(machines)
  const calls: Readonly<Record<keyof typeof draw, () => unknown>> = {
    slabs: () => draw.slabs(cache),
    arrayCache: () => draw.arrayCache(cache),
    cpuArrays: () => draw.cpuArrays(cache),
    slabLayout: () => draw.slabLayout(cache),
    memory: () => draw.memory(object),
    debugObject: () => draw.debugObject(object),
    physicalMap: () => draw.physicalMap('DMA'),
    addressSplit: () => draw.addressSplit(object),
    cacheList: () => draw.cacheList(),
    context: () => draw.context(),
    processes: () => draw.processes(),
    reclaim: () => draw.reclaim(),
    whoIsAsked: () => draw.whoIsAsked(() => kernel.alloc_pages(GFP_KERNEL, 0)),
    freeLists: () => draw.freeLists('Normal'),
    frames: () => draw.frames(0),
    blockSteps: () => draw.blockSteps(() => kernel.alloc_pages(GFP_KERNEL, 2)),
    watermarks: () => draw.watermarks({ order: 2 }),
    gfp: () => draw.gfp('GFP_KERNEL'),
    gfpMasks: () => draw.gfpMasks(),
    listing: () => draw.listing({ before: ['x'], after: ['32'] }),
    story: () => draw.story(() => kernel.kfree(object)),
  }

  it.each(Object.entries(calls))('%s', (_name, call) => {
    expect(isFigure(call())).toBe(true)
  })
})
