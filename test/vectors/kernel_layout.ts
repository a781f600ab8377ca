/** `constants` and `layout` of the kernel files, and what the boot messages tell about the size of memory. */
import { HZ, PAGE_OFFSET, sizeof, type Kernel } from '#kernel/index.ts'
import * as space from '#kernel/boot/address_space.ts'
import { __va } from '#kernel/layout.ts'
import { hex } from '#lib/hex.ts'
import { Input, type Actual, type Json } from './compare.ts'
import { NotCompared } from './not_compared.ts'
import type { JsonObject } from './reader.ts'

export function describeConstants({ machine }: Kernel, told: JsonObject): Actual {
  return {
    HZ,
    L1_CACHE_BYTES: new Input(told['L1_CACHE_BYTES'] ?? null),
    cpus: machine.cpus.length,
    sizeof_slab: sizeof.slab,
    sizeof_bufctl: sizeof.kmem_bufctl_t,
    sizeof_kmem_cache: machine.kmemCacheBytes,
    sizeof_array_cache: sizeof.array_cache,
    offslab_limit: machine.offslab_limit,
    slab_break_gfp_order: machine.slab_break_gfp_order,
    pse: new NotCompared(told['pse'] ?? null, 'pageTables'),
    pge: new NotCompared(told['pge'] ?? null, 'pageTables'),
  }
}

export function describeLayout({ machine, bootMap }: Kernel, told: JsonObject): Actual {
  const highmem = {
    PKMAP_BASE: hex(space.PKMAP_BASE),
    LAST_PKMAP: space.LAST_PKMAP,
  }
  return {
    PAGE_OFFSET: hex(PAGE_OFFSET),
    high_memory: hex(space.high_memory(machine)),
    VMALLOC_START: hex(space.VMALLOC_START(machine)),
    VMALLOC_END: hex(space.VMALLOC_END(machine)),
    VMALLOC_OFFSET: hex(space.VMALLOC_OFFSET),
    FIXADDR_START: hex(space.FIXADDR_START(machine)),
    FIXADDR_TOP: hex(space.FIXADDR_TOP),
    max_low_pfn: machine.lowPages,
    num_physpages: machine.num_physpages,
    totalhigh: machine.totalhigh_pages,
    mem_map: hex(__va(bootMap.mem_map.start)),
    sizeof_page: sizeof.page,
    swapper_pg_dir: new NotCompared(told['swapper_pg_dir'] ?? null, 'place'),
    ...(machine.configuration.highmem ? highmem : {}),
  }
}

/** Numbers in boot messages that say how much memory there is. */
const MESSAGES = [
  /^(\d+)MB HIGHMEM available/,
  /^(\d+)MB LOWMEM available/,
  /^Memory: \d+k\/(\d+)k available/,
  /(\d+)k highmem\)$/,
] as const

/** Those numbers, as they stand in the file. */
export function memoryMessages(lines: readonly string[]): Json[] {
  return MESSAGES.map((message) => {
    const found = lines.map((line) => message.exec(line)?.[1]).find(Boolean)
    return found === undefined ? null : Number(found)
  })
}

export function describeMessages({ machine }: Kernel): Actual {
  const { lowPages, num_physpages, totalhigh_pages, configuration } = machine
  return [
    configuration.highmem ? (num_physpages - lowPages) >> 8 : null,
    lowPages >> 8,
    num_physpages * 4,
    totalhigh_pages * 4,
  ]
}
