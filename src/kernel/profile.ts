/** The machines that can be booted: a few real ones by name, or any mixture of their settings. */
import { find_max_pfn, problemOfMap, type MemoryRange } from './boot/e820.ts'
import { PAGE_SIZE } from './layout.ts'
import type { Configuration } from './machine.ts'

/** `kernelLine` is what the kernel was built for, `cpuLine` what the processor has. Both in bytes. */
export const profiles = {
  /** A Pentium 4 with a kernel built for it. */
  article: { megabytes: 256, kernelLine: 128, cpuLine: 128 },
  /** A Pentium III laptop. */
  'p3-laptop': { megabytes: 128, kernelLine: 32, cpuLine: 32 },
  'pentium-m': { megabytes: 256, kernelLine: 64, cpuLine: 64 },
  /** The generic kernel of a distribution on an old processor. */
  'distro-on-p3': { megabytes: 256, kernelLine: 128, cpuLine: 32 },
  /** An old kernel on a newer processor. */
  'p3-on-p4': { megabytes: 256, kernelLine: 32, cpuLine: 128 },
} as const

export type ProfileName = keyof typeof profiles

export interface ProfileOptions {
  readonly profile?: ProfileName
  /** RAM in megabytes, 16 to 4096. Without `highmem`, what is above 896 is not used. */
  readonly megabytes?: number
  /** Where the RAM is, in bytes, lowest first: a machine with other holes, or another end. Instead of `megabytes`. */
  readonly memoryMap?: readonly MemoryRange[]
  /** The cache line that the kernel was built for: 16, 32, 64 or 128 bytes. */
  readonly kernelLine?: number
  /** The cache line of the processor: 16, 32, 64 or 128 bytes. */
  readonly cpuLine?: number
  /** A kernel that can use memory above 896 MB. */
  readonly highmem?: boolean
}

const LINES = [16, 32, 64, 128]

/** The settings of a machine: those of the profile, with what is given beside it. Throws RangeError if impossible. */
export function configurationOf(options: ProfileOptions): Configuration {
  const name = options.profile ?? 'article'
  if (!Object.hasOwn(profiles, name)) {
    throw new RangeError(
      `boot: there is no profile '${name}'. Choose one of: ${Object.keys(profiles).join(', ')}.`,
    )
  }
  const profile = profiles[name]
  const memory = memoryOf(options, profile.megabytes)
  return {
    ...memory,
    kernelLine: line('kernelLine', options.kernelLine ?? profile.kernelLine),
    cpuLine: line('cpuLine', options.cpuLine ?? profile.cpuLine),
    highmem: options.highmem ?? false,
  }
}

function memoryOf(
  { megabytes, memoryMap }: ProfileOptions,
  usual: number,
): Pick<Configuration, 'megabytes' | 'memoryMap'> {
  if (memoryMap === undefined) return { megabytes: checkMegabytes(megabytes ?? usual) }
  if (megabytes !== undefined) {
    throw new RangeError('boot: give megabytes or memoryMap, not both.')
  }
  const problem = problemOfMap(memoryMap)
  if (problem !== null) throw new RangeError(`boot: memoryMap ${problem}.`)
  return { megabytes: Math.ceil((find_max_pfn(memoryMap) * PAGE_SIZE) / 0x100000), memoryMap }
}

function checkMegabytes(megabytes: number): number {
  if (Number.isInteger(megabytes) && megabytes >= 16 && megabytes <= 4096) return megabytes
  throw new RangeError(`boot: megabytes is ${megabytes}; give a whole number from 16 to 4096.`)
}

function line(name: string, bytes: number): number {
  if (LINES.includes(bytes)) return bytes
  throw new RangeError(`boot: ${name} is ${bytes}; a cache line has ${LINES.join(', ')} bytes.`)
}
