/** gfp_zones.json: zones, marks, reserves and free blocks of many machines, before the slab allocator starts. */
import * as v from 'valibot'
import { KERNEL_END } from '#kernel/boot/bootmem.ts'
import { PAGE_SIZE } from '#kernel/layout.ts'
import { Machine } from '#kernel/machine.ts'
import { configurationOf } from '#kernel/profile.ts'
import { setUpMemory } from '#kernel/boot/mm_init.ts'
import { init_per_zone_pages_min, type Zone } from '#kernel/page/zone.ts'
import { Input, type Actual } from './compare.ts'
import { listReader } from './reader.ts'

const record = v.looseObject({
  mem_mb: v.number(),
  config_highmem: v.picklist([0, 1]),
  zones: v.array(v.looseObject({ pcp_batch: v.number(), spanned: v.number() })),
})

/** The line of the build. Bootmem aligns to it, but no page more or less is used for it. */
const LINE = 32

function answer(mem_mb: number, config_highmem: 0 | 1): Actual {
  const highmem = config_highmem === 1
  const options = { megabytes: mem_mb, kernelLine: LINE, cpuLine: LINE, highmem }
  const machine = new Machine(configurationOf(options), {})
  setUpMemory(machine)
  return {
    mem_mb: new Input(mem_mb),
    config_highmem: new Input(config_highmem),
    min_free_kbytes: init_per_zone_pages_min(machine.zones),
    totalram_pages_freed: machine.zones.reduce((sum, zone) => sum + zone.free_pages, 0),
    pfn_kernel_end: KERNEL_END / PAGE_SIZE,
    zones: machine.zones.map(zoneState),
  }
}

function zoneState(zone: Zone): Actual {
  const [hot, cold] = zone.pcp
  return {
    zone: zone.name,
    spanned: zone.spanned_pages,
    present: zone.present_pages,
    free_pages: zone.free_pages,
    pages_min: zone.pages_min,
    pages_low: zone.pages_low,
    pages_high: zone.pages_high,
    lowmem_reserve: zone.lowmem_reserve,
    pcp_batch: hot.batch,
    pcp_hot_low: hot.low,
    pcp_hot_high: hot.high,
    pcp_hot_count: hot.count,
    pcp_cold_count: cold.count,
    nr_free: [...zone.nr_free],
  }
}

export const gfpZonesReader = listReader({
  format: 'gfp_zones',
  list: 'machines',
  fileName: /^gfp_zones/,
  record,
  answering: ({ mem_mb, config_highmem }) => ({
    name: `${mem_mb} MB${config_highmem === 1 ? ', highmem' : ''}`,
    run: () => answer(mem_mb, config_highmem),
  }),
})
