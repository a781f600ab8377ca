/** The machines of the kernel files: what their headers and boot messages say of them. */
import * as v from 'valibot'
import { boot, type Kernel, type ProfileOptions } from '#kernel/index.ts'
import { setUpMemory } from '#kernel/boot/mm_init.ts'
import { smp_init } from '#kernel/boot/smp_init.ts'
import { Machine } from '#kernel/machine.ts'
import { init_per_zone_pages_min } from '#kernel/page/zone.ts'
import { configurationOf } from '#kernel/profile.ts'
import { kmem_cache_init } from '#kernel/slab/slab_init.ts'
import type { JsonObject } from './reader.ts'

const header = v.looseObject({
  L1_CACHE_BYTES: v.number(),
  highmem: v.string(),
  smp: v.string(),
  cpu: v.string(),
})

const document = v.looseObject({
  header,
  boot_log_memory_lines: v.array(v.string()),
})

/** Like ` BIOS-e820: 0000000000100000 - 000000000ffe0000 (usable)`. */
const E820 = /BIOS-e820: ([0-9a-f]+) - ([0-9a-f]+) \(usable\)/

export function isMeasured(candidate: JsonObject): boolean {
  return v.is(document, candidate)
}

/** One machine that was measured, as ours can be booted. */
export class MeasuredMachine {
  readonly options: ProfileOptions
  #kernel: Kernel | null = null

  constructor(candidate: JsonObject) {
    const { header: told, boot_log_memory_lines } = v.parse(document, candidate)
    const memoryMap = boot_log_memory_lines.flatMap((line) => {
      const [, start, end] = E820.exec(line) ?? []
      if (start === undefined || end === undefined) return []
      return [{ start: Number.parseInt(start, 16), end: Number.parseInt(end, 16) }]
    })
    // The line of the processor stands last in its description, when it is not that of every processor.
    const line = /cache alignment (?:falls back to )?(\d+)/.exec(told.cpu)?.[1]
    this.options = {
      kernelLine: told.L1_CACHE_BYTES,
      cpuLine: Number(line ?? 32),
      highmem: told.highmem !== 'none',
      memoryMap,
      ...processorsOf(told.smp),
    }
  }

  /** A machine that was just booted. The last one is used again, because booting takes longer than a reset. */
  booted(): Kernel {
    if (this.#kernel === null) this.#kernel = boot(this.options)
    else this.#kernel.reset()
    return this.#kernel
  }

  /** The same, with something done before other processors come up. */
  bootedWith(early: (kernel: Kernel) => void): Kernel {
    const kernel = this.booted()
    const { machine } = kernel
    machine.reset()
    setUpMemory(machine)
    kmem_cache_init(machine)
    early(kernel)
    smp_init(machine)
    init_per_zone_pages_min(machine.zones)
    return kernel
  }

  /** A machine without anything but its zones, which are empty. */
  bare(): Machine {
    const machine = new Machine(configurationOf(this.options), {})
    machine.makeZones()
    init_per_zone_pages_min(machine.zones)
    return machine
  }
}

/** Like `UP`, or `SMP NR_CPUS=4, 2 booted`. */
function processorsOf(told: string): Pick<ProfileOptions, 'cpus' | 'smp' | 'nrCpus'> {
  const [, nrCpus, cpus] = /NR_CPUS=(\d+), (\d+) booted/.exec(told) ?? []
  return { cpus: Number(cpus ?? 1), smp: nrCpus !== undefined, nrCpus: Number(nrCpus ?? 1) }
}
