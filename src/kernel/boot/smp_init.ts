/** Bringing up the processors beside the one that booted, one after the other. Linux: init/main.c smp_init(). */
import type { Machine } from '../machine.ts'
import { prepareArrays } from '../slab/cpu_arrays.ts'

/** Afterwards every processor of the machine is online. It comes after the allocators: they know one processor till then. */
export function smp_init(machine: Machine): void {
  for (let id = 1; id < machine.configuration.cpus; id++) {
    prepareArrays(machine, id)
    machine.addCpu()
  }
}
