/** The OOM killer: whom it chooses, what the victim may do, and what happens when nobody can be killed. */
import * as fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  boot,
  CAP_SYS_ADMIN,
  CAP_SYS_RAWIO,
  GFP_KERNEL,
  KernelHang,
  KernelPanic,
  type Kernel,
  type TaskOptions,
} from '#kernel/index.ts'

let kernel: Kernel
beforeEach(() => {
  kernel = boot({ megabytes: 16 })
})

/** Takes pages until the OOM killer has killed somebody, or the machine stops. */
function exhaust(most = 4000): void {
  for (let page = 0; page < most && kernel.machine.tasks.killed === 0; page++) {
    kernel.alloc_pages(GFP_KERNEL, 0)
  }
}

const names = (): string[] => kernel.tasks().map(({ comm }) => comm)

describe('badness', () => {
  const score = (options: Omit<TaskOptions, 'comm'>): number =>
    kernel.badness(kernel.startTask({ comm: 'one', ...options }))

  test.each<[string, number, Omit<TaskOptions, 'comm'>]>([
    ['is the size of the address space', 1000, { total_vm: 1000 }],
    ['is halved by four times 8192 ticks of work', 500, { total_vm: 1000, cpuSeconds: 33 }],
    ['is not changed by less than 8192 ticks of work', 1000, { total_vm: 1000, cpuSeconds: 8 }],
    ['is a third for nine of them', 333, { total_vm: 1000, cpuSeconds: 74 }],
    ['is halved by an age of 16 times 1024 seconds', 500, { total_vm: 1000, ageSeconds: 16_384 }],
    ['is not changed by less than that', 1000, { total_vm: 1000, ageSeconds: 16_383 }],
    ['counts twice for a task that is niced', 2000, { total_vm: 1000, nice: 5 }],
    ['is not changed by a negative nice', 1000, { total_vm: 1000, nice: -5 }],
    ['is a quarter for who may administer', 250, { total_vm: 1000, cap_effective: CAP_SYS_ADMIN }],
    [
      'is a quarter for who may reach hardware',
      250,
      { total_vm: 1000, cap_effective: CAP_SYS_RAWIO },
    ],
    ['is a sixteenth for root, who may do both', 62, { total_vm: 1000, root: true }],
    ['is doubled by oomkilladj', 8000, { total_vm: 1000, oomkilladj: 3 }],
    ['is halved by a negative oomkilladj', 125, { total_vm: 1000, oomkilladj: -3 }],
    ['is 0 for a thread of the kernel', 0, { kernelThread: true }],
  ])('%s', (_what, expected, options) => {
    expect(score(options)).toBe(expected)
  })

  test('counts children with memory of their own, and not those that share it', () => {
    const parent = kernel.startTask({ comm: 'server', total_vm: 100 })
    kernel.startTask({ comm: 'child', total_vm: 50, parent })
    kernel.startTask({ comm: 'thread', parent, sharesMemoryWith: parent })
    expect(kernel.badness(parent)).toBe(150)
  })

  test('never is more for having worked or lived longer', () => {
    const seconds = fc.nat({ max: 100_000 })
    fc.assert(
      fc.property(
        fc.nat({ max: 1_000_000 }),
        seconds,
        seconds,
        seconds,
        (pages, work, age, more) => {
          const base = { total_vm: pages, cpuSeconds: work, ageSeconds: age }
          const before = score(base)
          expect(score({ ...base, cpuSeconds: work + more })).toBeLessThanOrEqual(before)
          expect(score({ ...base, ageSeconds: age + more })).toBeLessThanOrEqual(before)
        },
      ),
      { numRuns: 50 },
    )
  })
})

describe('out of memory', () => {
  test('the process with the highest score dies, its pages are free, and the allocation succeeds', () => {
    kernel.startTask({ comm: 'small', pages: 100 })
    const large = kernel.startTask({ comm: 'large', pages: 400 })
    exhaust()
    expect(large.state).toBe('dead')
    expect(names()).toEqual(['small'])
    expect(kernel.log()).toContain('oom-killer: gfp_mask=0xd0')
    expect(kernel.log()).toContain(`Out of Memory: Killed process ${large.pid} (large).`)
    expect(kernel.machine.reclaimable.nr_mapped).toBe(100)
    expect(kernel.alloc_pages(GFP_KERNEL, 0)).not.toBeNull()
    expect(kernel.check()).toEqual([])
  })

  test('a child with memory of its own dies before its parent', () => {
    const parent = kernel.startTask({ comm: 'server', pages: 400 })
    kernel.startTask({ comm: 'thread', parent, sharesMemoryWith: parent })
    kernel.startTask({ comm: 'child', pages: 60, parent })
    exhaust()
    expect(names()).toEqual(['server', 'thread'])
  })

  test('all that share the memory of the victim die with it, and it is given back once', () => {
    const one = kernel.startTask({ comm: 'one', pages: 300 })
    kernel.startTask({ comm: 'other', sharesMemoryWith: one, pages: 100 })
    exhaust()
    expect(names()).toEqual([])
    expect(kernel.machine.reclaimable.nr_mapped).toBe(0)
    expect(kernel.check()).toEqual([])
  })

  test('a task that is killed while it allocates may have the last pages, and ends when its call is over', () => {
    const hog = kernel.startTask({ comm: 'hog', pages: 300 })
    const got = kernel.runAs(hog, () => {
      exhaust()
      expect(hog).toMatchObject({ state: 'running', TIF_MEMDIE: true })
      let pages = 0
      while (kernel.alloc_pages(GFP_KERNEL, 0) !== null) pages++
      return pages
    })
    expect(got).toBeGreaterThan(100)
    expect(hog.state).toBe('dead')
    expect(kernel.check()).toEqual([])
  })

  test('a process that takes more memory than there is does not come to life', () => {
    kernel.startTask({ comm: 'quiet', pages: 200 })
    expect(kernel.startTask({ comm: 'hog', pages: 5000 }).state).toBe('dead')
    expect(names()).toEqual(['quiet'])
  })

  test('while a victim cannot end, nobody else is killed, and the machine hangs', () => {
    kernel.startTask({ comm: 'small', pages: 50 })
    kernel.startTask({ comm: 'stuck', pages: 300, blocked: true })
    expect(() => {
      for (;;) kernel.alloc_pages(GFP_KERNEL, 0)
    }).toThrow(KernelHang)
    expect(names()).toEqual(['small', 'stuck'])
    expect(kernel.machine.tasks.killed).toBe(1)
  })

  test('with nobody to kill the machine panics', () => {
    expect(() => exhaust()).toThrow(KernelPanic)
    expect(kernel.machine.tasks.killed).toBe(0)
  })

  test('with threads of the kernel alone it chooses one that has no memory, for ever', () => {
    kernel.startTask({ comm: 'kjournald', kernelThread: true })
    expect(() => exhaust()).toThrow(KernelHang)
  })

  test('any order may call it, and nobody asks how often', () => {
    for (let i = 0; i < 3; i++) kernel.startTask({ comm: `victim${i}`, pages: 40 })
    expect(() => kernel.alloc_pages(GFP_KERNEL, 10)).not.toThrow()
    while (kernel.tasks().length > 0) kernel.alloc_pages(GFP_KERNEL, 4)
    expect(kernel.machine.tasks.killed).toBe(3)
  })
})
