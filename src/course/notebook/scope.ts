/** The names a lesson's cell sees without importing anything: the kernel, a few helpers, and the figures. */
import * as kernelModule from '#kernel/index.ts'
import {
  type GfpFlags,
  type Kernel,
  type PageFrame,
  type VirtualAddress,
  boot,
  type kmem_cache,
  locate,
  slabAt,
} from '#kernel/index.ts'
import { hex } from '#lib/hex.ts'
import { preprocess } from '#lib/preprocessor/preprocess.ts'
import { viewAddressSplit } from '#view/address-split.ts'
import { viewArrayCache } from '#view/array-cache.ts'
import { viewCacheList } from '#view/cache-list.ts'
import { viewContext } from '#view/context.ts'
import { viewCpuArrays } from '#view/cpu-arrays.ts'
import { viewDebugObject } from '#view/debug-object.ts'
import { viewBlockSteps, viewFrames } from '#view/frames.ts'
import { viewFreeLists } from '#view/free-lists.ts'
import { viewGfp, viewGfpMasks } from '#view/gfp.ts'
import { viewListing } from '#view/listing.ts'
import { viewMemory } from '#view/memory.ts'
import { viewPhysicalMap } from '#view/physical-map.ts'
import { viewAsked, viewReclaim } from '#view/reclaim.ts'
import { viewSlabLayout } from '#view/slab-layout.ts'
import { viewSlabs } from '#view/slabs.ts'
import { storyOf } from '#view/story.ts'
import { viewTasks } from '#view/tasks.ts'
import { viewWatermarks, type WatermarkQuestion } from '#view/watermarks.ts'
import type { MakeScope } from './run.ts'

/** The machines of one run. What takes only an address means the one booted last. */
export class Machines {
  readonly #booted: Kernel[] = []
  readonly #make: typeof boot

  /** `make` boots the machines. */
  constructor(make: typeof boot = boot) {
    this.#make = make
  }

  readonly boot: typeof boot = (options) => {
    const kernel = this.#make(options)
    this.#booted.push(kernel)
    return kernel
  }

  latest(): Kernel {
    const kernel = this.#booted.at(-1)
    if (!kernel) throw new Error('No machine is running yet: call boot() first.')
    return kernel
  }

  /** The machine a cache belongs to. */
  of(cache: kmem_cache): Kernel {
    const owner = this.#booted.findLast((kernel) => kernel.caches().includes(cache))
    if (!owner) throw new Error('There is no such cache on a machine of this lesson.')
    return owner
  }
}

/** Eight digits for anything as long as an address, else as few as it takes. */
export function shortHex(value: number, digits = value > 0xffff || value < 0 ? 8 : 1): string {
  return hex(value, digits)
}

export function placeFunctions(machines: Machines) {
  const place = (address: VirtualAddress) => locate(machines.latest(), address)
  return {
    locate: place,
    objectIndex: (address: VirtualAddress) => place(address)?.object ?? null,
    slabNumber: (address: VirtualAddress) => place(address)?.slab ?? null,
    cacheOf: (address: VirtualAddress) => slabAt(machines.latest(), address)?.cache ?? null,
  }
}

export function figureFunctions(machines: Machines) {
  return {
    slabs: (cache: kmem_cache) => viewSlabs(machines.of(cache), cache),
    arrayCache: (cache: kmem_cache) => viewArrayCache(machines.of(cache), cache),
    slabLayout: (cache: kmem_cache) => viewSlabLayout(machines.of(cache), cache),
    memory: (address: VirtualAddress, length = 128) =>
      viewMemory(machines.latest(), address, length),
    physicalMap: (zone?: string) => viewPhysicalMap(machines.latest(), zone),
    addressSplit: (address: VirtualAddress) => viewAddressSplit(machines.latest(), address),
    cacheList: () => viewCacheList(machines.latest()),
    cpuArrays: (cache: kmem_cache) => viewCpuArrays(machines.of(cache), cache),
    context: () => viewContext(machines.latest()),
    debugObject: (address: VirtualAddress) => viewDebugObject(machines.latest(), address),
    reclaim: () => viewReclaim(machines.latest()),
    whoIsAsked: (call: () => unknown) => viewAsked(machines.latest(), call),
    processes: () => viewTasks(machines.latest()),
    freeLists: (zone?: string) => viewFreeLists(machines.latest(), zone),
    frames: (first: PageFrame, count = 64) => viewFrames(machines.latest(), first, count),
    blockSteps: (call: () => unknown) => viewBlockSteps(machines.latest(), call),
    watermarks: (question?: WatermarkQuestion) => viewWatermarks(machines.latest(), question),
    gfp: (mask: GfpFlags | string) => viewGfp(mask),
    gfpMasks: () => viewGfpMasks(),
    listing: viewListing,
    story: (call: () => unknown) => storyOf(machines.latest(), call),
  }
}

export const makeScope: MakeScope = (print) => scopeOf(new Machines(), print)

/** The scope of a lesson whose machines are booted in another way. */
export function scopeWith(make: typeof boot): MakeScope {
  return (print) => scopeOf(new Machines(make), print)
}

function scopeOf(machines: Machines, print: Parameters<MakeScope>[0]): ReturnType<MakeScope> {
  return {
    ...kernelModule,
    boot: machines.boot,
    print,
    hex: shortHex,
    preprocess,
    ...placeFunctions(machines),
    ...figureFunctions(machines),
  }
}
