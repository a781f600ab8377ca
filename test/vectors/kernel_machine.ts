/** The machines of the kernel files: what their headers and boot messages say of them. */
import * as v from 'valibot'
import type { MemoryRange } from '#kernel/index.ts'
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

export interface MeasuredMachine {
  readonly kernelLine: number
  readonly cpuLine: number
  readonly highmem: boolean
  readonly memoryMap: readonly MemoryRange[]
  /** More than one processor. */
  readonly smp: boolean
}

/** Like ` BIOS-e820: 0000000000100000 - 000000000ffe0000 (usable)`. */
const E820 = /BIOS-e820: ([0-9a-f]+) - ([0-9a-f]+) \(usable\)/

export function isMeasured(candidate: JsonObject): boolean {
  return v.is(document, candidate)
}

export function measuredMachine(candidate: JsonObject): MeasuredMachine {
  const { header: told, boot_log_memory_lines } = v.parse(document, candidate)
  const memoryMap = boot_log_memory_lines.flatMap((line) => {
    const [, start, end] = E820.exec(line) ?? []
    if (start === undefined || end === undefined) return []
    return [{ start: Number.parseInt(start, 16), end: Number.parseInt(end, 16) }]
  })
  // The line of the processor stands last in its description, when it is not that of every processor.
  const cpuLine = Number(/cache alignment (?:falls back to )?(\d+)/.exec(told.cpu)?.[1] ?? 32)
  return {
    kernelLine: told.L1_CACHE_BYTES,
    cpuLine,
    highmem: told.highmem !== 'none',
    memoryMap,
    smp: !told.smp.startsWith('UP'),
  }
}
