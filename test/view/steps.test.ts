/** A recording of what a machine does, step by step with the state after each. */
import { beforeEach, describe, expect, it } from 'vitest'
import { GFP_KERNEL, type Kernel, boot } from '#kernel/index.ts'
import type { RecordedStep, Recording } from '#view/steps.ts'
import { startRecording } from '#view/steps.ts'

let kernel: Kernel

beforeEach(() => {
  kernel = boot()
})

function record(work: () => void): Recording {
  const finish = startRecording(kernel)
  work()
  return finish()
}

function changesOf(step: RecordedStep | undefined): string[] {
  return (step?.state?.changes ?? []).map(
    ({ what, before, after }) => `${what}: ${before}, ${after}`,
  )
}

describe('a recording', () => {
  it('has each step with its function, its reason and the state after it', () => {
    const { steps, total } = record(() => kernel.kmalloc(100, GFP_KERNEL))
    expect(total).toBe(steps.length)
    expect(steps[0]).toMatchObject({ function: '__kmalloc', text: '__kmalloc(100, GFP_KERNEL)' })
    const refill = steps.find(({ name }) => name === 'refill')
    expect(refill).toMatchObject({ function: 'cache_alloc_refill', file: 'mm/slab.c' })
    expect(refill?.reason).toContain('60')
    const moved = steps.find(({ name }) => name === 'take-from-partial')
    expect(changesOf(moved)).toContain('array: 0, 16')
    expect(changesOf(moved)).toContain('slab 0 objects 4 to 19: free in its slab, in the array')
    const taken = steps.find(({ name }) => name === 'refilled')
    expect(changesOf(taken)).toContain('array: 16, 15')
    expect(steps.at(-1)?.name).toBe('leave')
  })

  it('leaves the machine as the work alone would', () => {
    record(() => kernel.kmalloc(5000, GFP_KERNEL))
    const other = boot()
    other.kmalloc(5000, GFP_KERNEL)
    expect(kernel.slabinfo()).toBe(other.slabinfo())
    expect(kernel.buddyinfo()).toBe(other.buddyinfo())
    expect(kernel.machine.trace).toBeNull()
  })

  it('shows the zones where the page allocator works', () => {
    const { steps } = record(() => kernel.alloc_pages(GFP_KERNEL, 3))
    expect(steps.every(({ state }) => state?.kind === 'zone state')).toBe(true)
    const changes = steps.flatMap(changesOf)
    expect(changes.some((change) => change.startsWith('Normal free pages'))).toBe(true)
  })

  it('tells every change once, whichever step it belongs to', () => {
    const { steps } = record(() => kernel.kmem_cache_create('ring', 100))
    const own = steps.flatMap((step) =>
      step.state?.kind === 'cache state' && step.state.cache === 'kmem_cache' ? [step] : [],
    )
    const array = own.flatMap(changesOf).filter((change) => change.startsWith('array: '))
    const numbers = array.map((change) => change.replace('array: ', '').split(', '))
    for (const [index, [before]] of numbers.entries()) {
      if (index > 0) expect(before).toBe(numbers[index - 1]?.[1])
    }
    expect(JSON.stringify(steps)).not.toMatch(/undefined|NaN/)
  })

  it('can be had of everything that a machine does', () => {
    const ring = kernel.kmem_cache_create('ring', 2000)
    const { steps } = record(() => {
      const objects = Array.from({ length: 40 }, () => kernel.kmem_cache_alloc(ring, GFP_KERNEL))
      for (const object of objects) kernel.kmem_cache_free(ring, object)
      kernel.kmem_cache_shrink(ring)
      kernel.kmem_cache_destroy(ring)
      kernel.kcalloc(3, 700, GFP_KERNEL)
    })
    expect(steps.length).toBeGreaterThan(100)
    expect(JSON.stringify(steps)).not.toMatch(/undefined|NaN/)
  })

  it('leaves out what comes again and again, and says how much that was', () => {
    const { steps, total } = record(() => {
      for (let n = 0; n < 500; n++) kernel.kmalloc(100, GFP_KERNEL)
    })
    expect(steps).toHaveLength(total)
    expect(total).toBeLessThan(100)
    const left = steps.flatMap(({ name, reason }) => (name === 'more' ? [reason ?? ''] : []))
    expect(left.some((reason) => /__kmalloc\(\) \d+ times/.test(reason))).toBe(true)
    expect(steps.at(-1)?.name).toBe('leave')
  })

  it('ends where the kernel stops', () => {
    const finish = startRecording(kernel)
    expect(() => kernel.kfree(0xcf000000)).toThrow()
    expect(finish().steps.at(-1)?.name).toBe('stopped')
  })
})
