/** Files measured inside a booted kernel: geometry of caches, traces of caches, traces of page allocations. */
import * as v from 'valibot'
import { boot, CFLGS_OFF_SLAB, type Kernel } from '#kernel/index.ts'
import { Input, type Actual } from './compare.ts'
import { replayBuddy } from './kernel_buddy.ts'
import { isMeasured, measuredMachine, type MeasuredMachine } from './kernel_machine.ts'
import { replayTrace } from './kernel_traces.ts'
import {
  itemsOf,
  nothingExempt,
  type JsonObject,
  type Reader,
  type VectorRecord,
} from './reader.ts'

/** A machine that was just booted. The last one is used again, because booting takes longer than a reset. */
class Machines {
  #kernel: Kernel | null = null
  readonly #measured: MeasuredMachine

  constructor(measured: MeasuredMachine) {
    this.#measured = measured
  }

  booted(): Kernel {
    const { kernelLine, cpuLine, highmem, memoryMap } = this.#measured
    if (this.#kernel === null) {
      this.#kernel = boot({ kernelLine, cpuLine, highmem, memoryMap })
    } else this.#kernel.reset()
    return this.#kernel
  }
}

const creation = v.looseObject({ size: v.number(), flags: v.string() })

/** The geometry of a new cache of this size. It is destroyed again, so that all rows find the same machine. */
function geometryOf(kernel: Kernel, row: unknown): Actual {
  const { size, flags } = v.parse(creation, row)
  const cache = kernel.kmem_cache_create('zg', size, 0, Number(flags))
  if (cache === null) return null
  const found = {
    size: new Input(size),
    flags: new Input(flags),
    objsize: cache.objsize,
    num: cache.num,
    gfporder: cache.gfporder,
    colour: cache.colour,
    colour_off: cache.colour_off,
    slab_size: cache.slab_size,
    off_slab: (cache.flags & CFLGS_OFF_SLAB) === 0 ? 0 : 1,
    limit: cache.limit,
    batchcount: cache.batchcount,
    free_limit: cache.free_limit,
  }
  kernel.kmem_cache_destroy(cache)
  return found
}

function records(document: JsonObject): VectorRecord[] {
  const measured = measuredMachine(document)
  const machines = new Machines(measured)
  const common = {
    notSimulated: measured.smp ? 'another machine: two processors' : null,
    exemption: nothingExempt,
  }
  const geometry = itemsOf(document, 'cache_geometry')
  const { traces = {}, buddy_random, buddy_lists } = document
  const all: VectorRecord[] = Object.entries(traces ?? {}).map(([name, expected]) => ({
    ...common,
    name: `trace ${name}`,
    group: 'traces',
    expected,
    run: () => replayTrace(machines.booted(), name, expected),
  }))
  if (geometry.length > 0) {
    all.push({
      ...common,
      name: 'cache_geometry',
      group: 'cache_geometry',
      expected: geometry,
      run: () => {
        const kernel = machines.booted()
        return geometry.map((row) => geometryOf(kernel, row))
      },
    })
  }
  if (buddy_random !== undefined && buddy_lists !== undefined) {
    const expected = { buddy_random, buddy_lists }
    all.push({
      ...common,
      name: 'buddy_random',
      group: 'buddy_random',
      expected,
      run: () => replayBuddy(measured, expected),
    })
  }
  return all
}

const BOOT_BEFORE = 'state that a whole boot left behind'
const PAGE_TABLES = 'not simulated yet: page tables and vmalloc'

export const kernelFilesReader: Reader = {
  format: 'kernel',
  lists: [
    'header',
    'boot_log_memory_lines',
    'traces_note',
    'cache_geometry',
    'traces',
    'buddy_random',
    'buddy_lists',
  ],
  leftOut: {
    constants: 'what the build was made with',
    layout: PAGE_TABLES,
    page_walks: PAGE_TABLES,
    vmalloc: PAGE_TABLES,
    zones: BOOT_BEFORE,
    general_caches: BOOT_BEFORE,
    all_caches: BOOT_BEFORE,
    kmalloc: BOOT_BEFORE,
    buddy: BOOT_BEFORE,
    proc_version: BOOT_BEFORE,
    proc_meminfo: BOOT_BEFORE,
    proc_buddyinfo: BOOT_BEFORE,
    proc_slabinfo: BOOT_BEFORE,
    proc_iomem: BOOT_BEFORE,
    proc_lowmem_reserve_ratio: BOOT_BEFORE,
    proc_min_free_kbytes: BOOT_BEFORE,
    proc_cpuinfo: BOOT_BEFORE,
    proc_vmstat: BOOT_BEFORE,
  },
  fileName: /^linux-2\.6\.11/,
  recognises: isMeasured,
  records,
}
