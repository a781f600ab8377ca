/** Pictures that a check can give to an attempt: of a machine as it is then, or of an answer in numbers. */
import { type Kernel, PAGE_SIZE } from '#kernel/index.ts'
import { viewAddressSplit } from '#view/address-split.ts'
import { viewArrayCache } from '#view/array-cache.ts'
import { viewCacheList } from '#view/cache-list.ts'
import { viewContext } from '#view/context.ts'
import { viewCpuArrays } from '#view/cpu-arrays.ts'
import { viewDebugObject } from '#view/debug-object.ts'
import { viewBlockSteps, viewFrames } from '#view/frames.ts'
import { viewFreeLists } from '#view/free-lists.ts'
import { viewGfp } from '#view/gfp.ts'
import { viewListing } from '#view/listing.ts'
import { viewMemory } from '#view/memory.ts'
import { viewPhysicalMap } from '#view/physical-map.ts'
import { viewAsked, viewReclaim } from '#view/reclaim.ts'
import { layParts, objectLengths, type SlabLayoutView, viewSlabLayout } from '#view/slab-layout.ts'
import { viewSlabs } from '#view/slabs.ts'
import { viewTasks } from '#view/tasks.ts'
import { viewWatermarks } from '#view/watermarks.ts'

/** The figures of a lesson, of any machine. */
export const figures = {
  slabs: viewSlabs,
  arrayCache: viewArrayCache,
  slabLayout: viewSlabLayout,
  memory: viewMemory,
  physicalMap: (kernel: Kernel) => viewPhysicalMap(kernel),
  addressSplit: viewAddressSplit,
  cacheList: viewCacheList,
  cpuArrays: viewCpuArrays,
  context: (kernel: Kernel) => viewContext(kernel),
  debugObject: viewDebugObject,
  reclaim: viewReclaim,
  whoIsAsked: viewAsked,
  processes: viewTasks,
  freeLists: viewFreeLists,
  frames: viewFrames,
  blockSteps: viewBlockSteps,
  watermarks: viewWatermarks,
  gfp: viewGfp,
  listing: viewListing,
  plannedSlab,
}

/** A slab as somebody works it out to be. */
export interface PlannedSlab {
  /** Its name in the picture. */
  readonly cache: string
  readonly pages: number
  /** In bytes; `notes` are those of the slab about its objects, 0 where they are kept elsewhere. */
  readonly objsize: number
  readonly num: number
  readonly notes: number
}

/** A RangeError for what is no slab at all: more in it than there is room for, or less than nothing. */
function plannedSlab({ cache, pages, objsize, num, notes }: PlannedSlab): SlabLayoutView {
  const bytes = pages * PAGE_SIZE
  const left = bytes - notes - num * objsize
  if (![notes, num, left].every((part) => Number.isInteger(part) && part >= 0))
    throw new RangeError(`plannedSlab: ${num} objects of ${objsize} bytes are no slab of ${bytes}`)
  const parts = layParts([['notes', notes], ...objectLengths(num, objsize)], bytes)
  return { kind: 'slab layout', cache, pages, bytes, num, slab: null, offSlab: null, parts }
}
