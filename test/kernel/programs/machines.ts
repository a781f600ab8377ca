/** The machines that programs run on: booted once each, and reset for every program. */
import { boot, type BootOptions, type Kernel } from '#kernel/index.ts'

/** By name, so that a program that failed says where. Small ones: a sweep looks at every page. */
const machines = {
  /** Nothing but the DMA zone. */
  '16 MB': { megabytes: 16 },
  '24 MB, lines of 32': { megabytes: 24, kernelLine: 32, cpuLine: 32 },
  '24 MB, lines of 64': { megabytes: 24, kernelLine: 64, cpuLine: 64 },
  '32 MB': { megabytes: 32 },
  '32 MB, old kernel': { megabytes: 32, kernelLine: 32, cpuLine: 128 },
  'preemptible, 20 MB': { megabytes: 20, preemptible: true, sleepChecks: true },
  'built for several, 24 MB': { megabytes: 24, smp: true, sleepChecks: true },
  '2 processors, 24 MB': { megabytes: 24, cpus: 2 },
  '3 preemptible processors, 32 MB': { megabytes: 32, cpus: 3, preemptible: true },
  'slab debugging, 24 MB': { megabytes: 24, slabDebug: true },
  'slab debugging, 2 processors, 24 MB': { megabytes: 24, slabDebug: true, cpus: 2 },
  'high memory': {
    memoryMap: [
      { start: 0, end: 0xa0000 },
      { start: 0x100000, end: 0x2400000 },
      { start: 0x38000000, end: 0x38800000 },
    ],
    highmem: true,
  },
  '4 processors, 40 MB': { megabytes: 40, cpus: 4, sleepChecks: true, nrCpus: 32 },
} as const satisfies { readonly [name: string]: BootOptions }

export type MachineName = keyof typeof machines

export const machineNames: readonly MachineName[] = Object.keys(machines).filter(
  (name): name is MachineName => Object.hasOwn(machines, name),
)

/** Another machine of that name, booted just now. */
export function bootAnew(name: MachineName): Kernel {
  return boot(machines[name])
}

const kernels = new Map<MachineName, Kernel>()

/** A machine right after boot. There is one of each name at a time. */
export function fresh(name: MachineName): Kernel {
  const known = kernels.get(name)
  known?.reset()
  const kernel = known ?? bootAnew(name)
  kernels.set(name, kernel)
  return kernel
}
