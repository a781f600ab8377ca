/**
 * The arrays of a cache, one for each processor and one that all of them share: how they are made, and how a function
 * gets to all of them. No processor touches the array of another: each is asked to do it itself. Linux: mm/slab.c.
 */
import { local_irq_enable, withIrqsOff } from '../context/local_irq.ts'
import { irq_enter, irq_exit } from '../context/softirq.ts'
import { preempt_disable, preempt_enable } from '../context/spinlock.ts'
import { GFP_KERNEL } from '../gfp.ts'
import * as layout from '../layout.ts'
import { NO_OBJECT, NULL, toPhysical, type VirtualAddress } from '../layout.ts'
import { listEntries } from '../list.ts'
import { CACHE_CHAIN, type Machine } from '../machine.ts'
import { pagingRequest } from '../memory.ts'
import { KernelHang } from '../panic.ts'
import { calledFrom } from './debug_callers.ts'
import { check_irq_on } from './debug_irq.ts'
import { __kmalloc, kmem_find_general_cachep } from './kmalloc.ts'
import { kmem_cache_alloc } from './slab_alloc.ts'

/**
 * An empty array with room for so many objects, or NULL. One for a processor is asked for twice, first where the kernel
 * for machines with several nodes of memory would look near that processor. Linux: mm/slab.c alloc_arraycache().
 */
export function alloc_arraycache(
  machine: Machine,
  entries: number,
  batchcount: number,
  forCpu = true,
): VirtualAddress {
  const size = layout.SIZEOF_ARRAY_CACHE + entries * layout.BYTES_PER_WORD
  const array = calledFrom(machine, 'alloc_arraycache', () => {
    const near = forCpu ? kmem_cache_alloc_node(machine, size) : NULL
    return near === NULL ? __kmalloc(machine, size, GFP_KERNEL) : near
  })
  if (array === NULL) return NULL
  const { words } = machine
  const fields = toPhysical(array) >> 2
  words[fields + layout.AC_AVAIL] = 0
  words[fields + layout.AC_LIMIT] = entries
  words[fields + layout.AC_BATCHCOUNT] = batchcount
  words[fields + layout.AC_TOUCHED] = 0
  return array
}

/**
 * An object of the cache for a size. There is no cache for more than 131072 bytes, and nobody asks whether there is one.
 * Linux: linux/slab.h kmem_cache_alloc_node() of a kernel for one node.
 */
function kmem_cache_alloc_node(machine: Machine, size: number): VirtualAddress {
  const cache = kmem_find_general_cachep(machine, size, GFP_KERNEL)
  if (cache === NO_OBJECT) throw pagingRequest(NULL)
  return kmem_cache_alloc(machine, cache, GFP_KERNEL)
}

/**
 * Free objects above which a cache destroys a slab that becomes empty: one batch more than there are processors, and
 * what one slab holds. Linux: mm/slab.c, where free_limit is set.
 */
export function freeLimit(machine: Machine, batchcount: number, num: number): number {
  return (1 + machine.cpus.length) * batchcount + num
}

/**
 * Gives every cache an array for a processor that is about to come. It is not counted yet, so the first of them leaves
 * free_limit as it was on one processor. Linux: mm/slab.c cpuup_callback() at CPU_UP_PREPARE.
 */
export function prepareArrays(machine: Machine, cpu: number): void {
  const { words } = machine
  for (const next of listEntries(words, CACHE_CHAIN)) {
    const fields = (next - layout.CACHE_NEXT_BYTE) >> 2
    const batchcount = words[fields + layout.CACHE_BATCHCOUNT]!
    const array = alloc_arraycache(machine, words[fields + layout.CACHE_LIMIT]!, batchcount)
    words[fields + layout.arrayField(cpu)] = array
    const num = words[fields + layout.CACHE_NUM]!
    words[fields + layout.CACHE_FREE_LIMIT] = freeLimit(machine, batchcount, num)
  }
}

/**
 * Has every processor carry out a function: the one that asks first, with interrupts off, then all others in a handler,
 * for which it waits: for ever, if one has interrupts off. Afterwards interrupts are enabled, whatever they were.
 * Linux: mm/slab.c smp_call_function_all_cpus().
 */
export function smp_call_function_all_cpus(machine: Machine, func: () => void): void {
  check_irq_on(machine, 'smp_call_function_all_cpus')
  const { preempt_count } = machine.cpu
  preempt_disable(machine)
  try {
    withIrqsOff(machine, func)
    local_irq_enable(machine)
    smp_call_function(machine, func)
  } catch (error) {
    machine.cpu.preempt_count = preempt_count
    throw error
  }
  preempt_enable(machine)
}

/** Has all other processors carry out a function, and waits for them. Linux: arch/i386/kernel/smp.c smp_call_function(). */
function smp_call_function(machine: Machine, func: () => void): void {
  const { cpu: caller, cpus } = machine
  for (const { id, interruptsEnabled } of cpus) {
    if (id === caller.id) continue
    if (!interruptsEnabled) {
      throw new KernelHang(`smp_call_function: waits for ever: CPU ${id} has interrupts off`)
    }
    machine.onCpu(id, () => asHandler(machine, func))
  }
}

/**
 * What another processor asks for comes as an interrupt, at whose end softirqs run. Linux: arch/i386/kernel/smp.c
 * smp_call_function_interrupt().
 */
function asHandler(machine: Machine, func: () => void): void {
  const { cpu } = machine
  const { preempt_count } = cpu
  withIrqsOff(machine, () => {
    try {
      irq_enter(machine)
      func()
      irq_exit(machine)
    } catch (error) {
      cpu.preempt_count = preempt_count
      throw error
    }
  })
}
