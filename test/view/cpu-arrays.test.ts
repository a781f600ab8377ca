/** The arrays of all processors, and what is known of the context that a processor works in. */
import { describe, expect, it } from 'vitest'
import { boot, GFP_KERNEL, type Kernel, type kmem_cache, spinlock_t } from '#kernel/index.ts'
import { viewContext } from '#view/context.ts'
import { viewCpuArrays } from '#view/cpu-arrays.ts'
import { watchChange } from '#view/machine-change.ts'
import { viewSlabs } from '#view/slabs.ts'
import { existing } from '../existing.ts'

function create(kernel: Kernel, name: string, size: number): kmem_cache {
  return existing(kernel.kmem_cache_create(name, size))
}

describe('the arrays of the processors', () => {
  it('stand by their number, the shared one last', () => {
    const kernel = boot({ cpus: 2 })
    const ring = create(kernel, 'ring', 100)
    const object = kernel.kmem_cache_alloc(ring, GFP_KERNEL)
    kernel.onCpu(1, () => kernel.kmem_cache_free(ring, object))
    const { arrays, running } = viewCpuArrays(kernel, ring)
    expect(running).toBe(0)
    expect(arrays.map(({ cpu }) => cpu)).toEqual([0, 1, null])
    expect(arrays.map(({ entries }) => entries.length)).toEqual([15, 1, 0])
    expect(arrays[1]?.entries).toEqual([{ address: object, slab: 0, object: 15 }])
    expect(arrays.map(({ batchcount }) => batchcount)).toEqual([60, 60, null])
  })

  it('are one, which is the array of the processor, on a machine with one', () => {
    const kernel = boot()
    const ring = create(kernel, 'ring', 100)
    kernel.kmem_cache_alloc(ring, GFP_KERNEL)
    const { arrays } = viewCpuArrays(kernel, ring)
    expect(arrays[0]).toMatchObject({ cpu: 0, limit: 120, batchcount: 60, touched: true })
    expect(arrays.map(({ entries }) => entries.length)).toEqual([15])
  })

  it('say what changed, of whichever processor', () => {
    const kernel = boot({ cpus: 2 })
    const ring = create(kernel, 'ring', 100)
    const object = kernel.kmem_cache_alloc(ring, GFP_KERNEL)
    const { change } = watchChange(kernel, () => {
      kernel.switchCpu(1)
      kernel.kmem_cache_free(ring, object)
    })
    const [state] = change.caches
    expect(state?.changes.slice(0, 2)).toEqual([
      { what: 'CPU 1 array', before: '0', after: '1' },
      { what: 'slab 0 object 15', before: 'in use', after: 'in the array' },
    ])
    expect(change.zones.changes).toEqual([])
  })

  it('hold objects of whichever processor as free', () => {
    const kernel = boot({ cpus: 2 })
    const ring = create(kernel, 'ring', 100)
    const object = kernel.kmem_cache_alloc(ring, GFP_KERNEL)
    kernel.onCpu(1, () => kernel.kmem_cache_free(ring, object))
    const [slab] = viewSlabs(kernel, ring).lists[0]?.slabs ?? []
    expect(slab?.objects[15]).toBe('in array')
  })
})

describe('a context', () => {
  const reason = (kernel: Kernel, locks: string[] = []) => viewContext(kernel, locks).noSleep

  it('is that of a task at first, which may sleep', () => {
    const view = viewContext(boot())
    expect(view).toMatchObject({ cpu: 0, task: { comm: 'swapper', pid: 0 }, preempt_count: 0 })
    expect(view).toMatchObject({ noSleep: null, isSeen: false, interruptsEnabled: true })
  })

  it('says why code may not sleep', () => {
    const kernel = boot()
    expect(kernel.interrupt(() => reason(kernel))).toBe('handler')
    expect(kernel.softirq(() => reason(kernel))).toBe('softirq')
    expect(kernel.withoutInterrupts(() => reason(kernel))).toBe('interrupts off')
    expect(reason(kernel, ['dcache'])).toBe('lock')
    expect(reason(kernel)).toBeNull()
  })

  it('with a lock is seen only on a preemptible kernel', () => {
    const seen = (preemptible: boolean) => {
      const kernel = boot({ preemptible })
      return kernel.withLock(new spinlock_t('l'), () => viewContext(kernel, ['l']).isSeen)
    }
    expect([true, false].map(seen)).toEqual([true, false])
  })

  it('counts how deep it is', () => {
    const kernel = boot({ preemptible: true })
    kernel.preempt_disable()
    const view = kernel.interrupt(() => kernel.interrupt(() => viewContext(kernel)))
    expect(view).toMatchObject({ handlers: 2, softirqs: 0, preempts: 1, preempt_count: 0x20001 })
    kernel.raise_softirq(3)
    expect(viewContext(kernel).raised).toEqual([3])
  })
})
