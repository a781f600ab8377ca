/** The machines that can be booted: a few real ones by name, or any mixture of their settings. */
import { find_max_pfn, problemOfMap, type MemoryRange } from './boot/e820.ts'
import { MOST_CPUS, PAGE_SIZE } from './layout.ts'
import type { Configuration } from './machine.ts'

/** What a profile says; what it leaves out is off. */
type Profile = Pick<ProfileOptions, 'highmem' | 'cpus' | 'slabDebug'> &
  Required<Pick<ProfileOptions, 'megabytes' | 'kernelLine' | 'cpuLine'>>

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
  /** A server: two processors, and more memory than the kernel can see at once. */
  'xeon-3g': { megabytes: 3072, kernelLine: 128, cpuLine: 128, highmem: true, cpus: 2 },
  /** A kernel that finds the mistakes of its drivers: it was built with CONFIG_DEBUG_SLAB. */
  debug: { megabytes: 512, kernelLine: 128, cpuLine: 128, slabDebug: true },
} as const satisfies Record<string, Profile>

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
  /** A kernel in which a task can be interrupted by another one wherever it holds no lock (CONFIG_PREEMPT). */
  readonly preemptible?: boolean
  /** A kernel that complains where it must not sleep and calls what may (CONFIG_DEBUG_SPINLOCK_SLEEP). */
  readonly sleepChecks?: boolean
  /** Processors, 1 to 4. */
  readonly cpus?: number
  /** A kernel built for several processors. Without it: when there are several. */
  readonly smp?: boolean
  /** For how many processors such a kernel was built: `cpus` to 255, or 8, as usual then, if nothing is said. */
  readonly nrCpus?: number
  /** A kernel with slab debugging (CONFIG_DEBUG_SLAB): it notices most wrong uses of objects. */
  readonly slabDebug?: boolean
}

/** NR_CPUS where nobody chooses another number. Linux: arch/i386/Kconfig. */
const USUAL_NR_CPUS = 8
/** The largest number that can be chosen. */
const MOST_NR_CPUS = 255

const LINES = [16, 32, 64, 128]

/** The settings of a machine: those of the profile, with what is given beside it. Throws RangeError if impossible. */
export function configurationOf(options: ProfileOptions): Configuration {
  const name = options.profile ?? 'article'
  if (!Object.hasOwn(profiles, name)) {
    throw new RangeError(
      `boot: there is no profile '${name}'. Choose one of: ${Object.keys(profiles).join(', ')}.`,
    )
  }
  const profile: Profile = profiles[name]
  const memory = memoryOf(options, profile.megabytes)
  return {
    ...memory,
    kernelLine: line('kernelLine', options.kernelLine ?? profile.kernelLine),
    cpuLine: line('cpuLine', options.cpuLine ?? profile.cpuLine),
    preemptible: options.preemptible ?? false,
    sleepChecks: options.sleepChecks ?? false,
    highmem: options.highmem ?? profile.highmem ?? false,
    ...processorsOf(options, profile.cpus ?? 1),
    slabDebug: options.slabDebug ?? profile.slabDebug ?? false,
  }
}

function processorsOf(
  options: ProfileOptions,
  usual: number,
): Pick<Configuration, 'cpus' | 'smp' | 'nrCpus'> {
  const cpus = wholeNumber('cpus', options.cpus ?? usual, 1, MOST_CPUS)
  const smp = options.smp ?? cpus > 1
  if (!smp) {
    if (cpus === 1 && (options.nrCpus ?? 1) === 1) return { cpus, smp, nrCpus: 1 }
    throw new RangeError('boot: a kernel without smp knows one CPU. Leave smp out.')
  }
  const nrCpus = wholeNumber(
    'nrCpus',
    options.nrCpus ?? USUAL_NR_CPUS,
    Math.max(2, cpus),
    MOST_NR_CPUS,
  )
  return { cpus, smp, nrCpus }
}

function wholeNumber(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw new RangeError(`boot: ${name} is ${value}; give a whole number from ${least} to ${most}.`)
}

function memoryOf(
  { megabytes, memoryMap }: ProfileOptions,
  usual: number,
): Pick<Configuration, 'megabytes' | 'memoryMap'> {
  if (memoryMap === undefined) {
    return { megabytes: wholeNumber('megabytes', megabytes ?? usual, 16, 4096) }
  }
  if (megabytes !== undefined) {
    throw new RangeError('boot: give megabytes or memoryMap, not both.')
  }
  const problem = problemOfMap(memoryMap)
  if (problem !== null) throw new RangeError(`boot: memoryMap ${problem}.`)
  return { megabytes: Math.ceil((find_max_pfn(memoryMap) * PAGE_SIZE) / 0x100000), memoryMap }
}

function line(name: string, bytes: number): number {
  if (LINES.includes(bytes)) return bytes
  throw new RangeError(`boot: ${name} is ${bytes}; a cache line has ${LINES.join(', ')} bytes.`)
}
