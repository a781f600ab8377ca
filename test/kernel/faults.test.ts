/**
 * What goes wrong in a kernel, and how it ends: each fault that belongs to objects and pages, one after the other.
 * Those of the area for vmalloc are not here.
 */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  __GFP_HIGHMEM,
  __GFP_NOWARN,
  __GFP_ZERO,
  boot,
  GFP_ATOMIC,
  GFP_DMA,
  GFP_HIGHUSER,
  GFP_KERNEL,
  KernelBug,
  KernelHang,
  KernelPanic,
  NULL,
  PAGE_OFFSET,
  SLAB_CACHE_DMA,
  SLAB_POISON,
  spinlock_t,
  type BootOptions,
  type Kernel,
} from '#kernel/index.ts'
import { existing } from '../existing.ts'

let kernel: Kernel
beforeEach(() => {
  kernel = boot()
})

/** What a call throws. */
function ending(call: () => unknown): Error {
  try {
    call()
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('The call came back.')
}

const nothing = (): void => undefined

describe('a page allocation that fails', () => {
  test('returns NULL, and the log says who asked for how much with which mask', () => {
    kernel.failPageAllocation()
    expect(kernel.kmalloc(5000, GFP_ATOMIC)).toBe(NULL)
    expect(kernel.log()[0]).toBe('swapper: page allocation failure. order:1, mode:0x20')
  })

  test('says nothing with NOWARN', () => {
    kernel.failPageAllocation()
    expect(kernel.kmalloc(5000, GFP_ATOMIC | __GFP_NOWARN)).toBe(NULL)
    expect(kernel.log()).toEqual([])
  })
})

describe('sleeping where it is forbidden', () => {
  test('is complained about with file, line and two flags, on kernels that look', () => {
    kernel = boot({ sleepChecks: true })
    kernel.interrupt(() => kernel.kmalloc(100, GFP_KERNEL))
    expect(kernel.log()).toEqual([
      'sleeping function called from invalid context at mm/slab.c:2082',
      'in_atomic():1, irqs_disabled():0',
    ])
  })

  test('is complained about with name, count and pid when it happens', () => {
    const task = kernel.startTask({ comm: 'bash', pages: 10 })
    kernel.runAs(task, () => kernel.interrupt(() => kernel.schedule()))
    expect(kernel.log()).toEqual([`scheduling while atomic: bash/0x00010000/${task.pid}`])
  })
})

describe('kernel BUG', () => {
  const mask = GFP_KERNEL
  const faults: [string, (kernel: Kernel) => unknown, BootOptions?][] = [
    ['kmem_cache_create', (k) => k.kmem_cache_create(null, 100)],
    ['kmem_cache_create', (k) => k.kmem_cache_create('', 100)],
    ['kmem_cache_create', (k) => k.kmem_cache_create('own', 3)],
    ['kmem_cache_create', (k) => k.kmem_cache_create('own', (1 << 20) + 1)],
    ['kmem_cache_create', (k) => k.kmem_cache_create('own', 100, 0, 0, null, nothing)],
    ['kmem_cache_create', (k) => k.kmem_cache_create('own', 100, 0, SLAB_POISON)],
    ['kmem_cache_create', (k) => k.kmem_cache_create('size-32', 100)],
    ['kmem_cache_create', (k) => k.interrupt(() => k.kmem_cache_create('own', 100))],
    ['kmem_cache_shrink', (k) => k.kmem_cache_shrink(null)],
    ['kmem_cache_shrink', (k) => k.softirq(() => k.kmem_cache_shrink(k.caches()[0] ?? null))],
    ['kmem_cache_destroy', (k) => k.kmem_cache_destroy(null)],
    ['kmem_cache_destroy', (k) => k.interrupt(() => k.kmem_cache_destroy(k.caches()[0] ?? null))],
    ['cache_grow', (k) => k.kmalloc(5000, mask | __GFP_HIGHMEM)],
    ['cache_grow', (k) => k.kmalloc(5000, mask | __GFP_ZERO)],
    ['kmem_flagcheck', (k) => k.kmem_cache_alloc(k.kmem_cache_create('own', 100), GFP_DMA)],
    [
      'kmem_flagcheck',
      (k) => k.kmem_cache_alloc(k.kmem_cache_create('own', 100, 0, SLAB_CACHE_DMA), mask),
    ],
    ['alloc_pages', (k) => k.alloc_pages(GFP_DMA | __GFP_HIGHMEM, 0)],
    ['get_zeroed_page', (k) => k.get_zeroed_page(GFP_HIGHUSER)],
    ['prep_zero_page', (k) => k.alloc_pages(GFP_ATOMIC | __GFP_HIGHMEM | __GFP_ZERO, 0)],
    ['__free_pages', (k) => freeTwice(k)],
    ['__free_pages', (k) => k.free_pages(k.kmalloc(100, mask), 0)],
    ['kfree', (k) => k.kfree(k.__get_free_pages(mask, 0))],
    ['kfree', (k) => k.kfree(0x12345678)],
    ['irq_exit', (k) => k.irq_exit()],
    ['mempool_resize', (k) => k.mempool_resize(pool(k), 0, mask)],
  ]

  test.each(faults)('%s: %s', (inside, fault, options = {}) => {
    kernel = boot(options)
    const error = ending(() => fault(kernel))
    expect(error).toBeInstanceOf(KernelBug)
    expect(error.message.startsWith(`${inside}: `)).toBe(true)
  })

  /** A page goes back twice: the second time it is in a list already. */
  function freeTwice(machine: Kernel): void {
    const frame = machine.alloc_pages(mask, 3) ?? -1
    machine.__free_pages(frame, 3)
    machine.__free_pages(frame, 3)
  }

  function pool(machine: Kernel): NonNullable<ReturnType<typeof machine.mempool_create<null>>> {
    return existing(machine.mempool_create(1, (flags) => machine.kmalloc(32, flags), nothing, null))
  }

  test('leaves the processor as it was: the next task runs with no lock, interrupts on', () => {
    const flags = GFP_KERNEL | __GFP_ZERO
    expect(() => kernel.kmalloc(5000, flags)).toThrow(KernelBug)
    expect([kernel.preempt_count(), kernel.irqs_disabled()]).toEqual([0, false])
    expect(() => kernel.interrupt(() => kernel.kmalloc(5000, flags))).toThrow(KernelBug)
    expect([kernel.preempt_count(), kernel.irqs_disabled()]).toEqual([0, false])
  })
})

describe('an oops', () => {
  test('for NULL says so, with the entry of the page directory', () => {
    expect(ending(() => kernel.read32(NULL)).message).toBe(
      'Unable to handle kernel NULL pointer dereference at virtual address 0x00000000 (read; *pde = 00000000, no page table)',
    )
    expect(ending(() => kernel.write8(0xfff, 1)).message).toMatch(/NULL pointer.*\(write; /)
    expect(ending(() => kernel.kmem_cache_alloc(null, GFP_KERNEL)).message).toMatch(/NULL pointer/)
  })

  test('for any other address is a paging request', () => {
    expect(ending(() => kernel.read8(0x1000)).message).toBe(
      'Unable to handle kernel paging request at virtual address 0x00001000 (read; *pde = 00000000, no page table)',
    )
    expect(ending(() => kernel.write32(0x6b6b6b6b, 1)).message).toMatch(/at .* 0x6b6b6b6b \(write;/)
  })

  test('comes right behind the end of RAM, also in the middle of what is read', () => {
    const end = PAGE_OFFSET + 256 * 0x100000
    expect(kernel.read8(end - 1)).toBe(0)
    expect(ending(() => kernel.read32(end - 2)).message).toMatch(/at virtual address 0xd0000000/)
    expect(ending(() => kernel.readBytes(end, 1)).message).toMatch(/at virtual address 0xd0000000/)
  })

  test('comes for high memory, which has no address before it is mapped', () => {
    kernel = boot({ megabytes: 1024, highmem: true })
    const high = PAGE_OFFSET + 896 * 0x100000
    expect(kernel.read8(high - 1)).toBe(0)
    expect(() => kernel.read8(high)).toThrow(KernelBug)
  })

  test('says where page tables are not known here', () => {
    expect(ending(() => kernel.read8(0xffffe000)).message).toMatch(
      /its page table is not simulated/,
    )
  })

  test('for an object whose link was written over comes when the link is followed', () => {
    const cache = kernel.kmem_cache_create('own', 100)
    const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    // The slab's descriptor stands at the beginning of the page: its list entry now leads nowhere.
    kernel.write32((object & ~0xfff) >>> 0, 0x5a5a5a5a)
    const error = ending(() => kernel.kmem_cache_shrink(cache))
    expect(error).toBeInstanceOf(KernelBug)
    expect(error.message).toMatch(/paging request at virtual address 0x5a5a5a5/)
  })
})

describe('objects used wrongly', () => {
  test('are reported on a kernel with slab debugging, with start, length and last user', () => {
    kernel = boot({ profile: 'debug' })
    const object = kernel.asCaller('driver', () => kernel.kmalloc(100, GFP_KERNEL))
    kernel.asCaller('driver', () => kernel.kfree(object))
    kernel.write8(object + 5, 1)
    kernel.kmalloc(100, GFP_KERNEL)
    const log = kernel.log().join('\n')
    expect(log).toMatch(/corruption/i)
    expect(log).toContain('driver')
  })

  test('are not noticed on another: the same object is given out twice', () => {
    const object = kernel.kmalloc(100, GFP_KERNEL)
    kernel.kfree(object)
    kernel.kfree(object)
    expect(kernel.kmalloc(100, GFP_KERNEL)).toBe(kernel.kmalloc(100, GFP_KERNEL))
    expect(kernel.log()).toEqual([])
  })
})

test('a cache with objects in use cannot be destroyed: a line in the log, and 1', () => {
  const cache = kernel.kmem_cache_create('own', 100)
  kernel.kmem_cache_alloc(cache, GFP_KERNEL)
  expect(kernel.kmem_cache_destroy(cache)).toBe(1)
  expect(kernel.log()).toEqual([
    "slab error in kmem_cache_destroy(): cache `own': Can't free all objects",
  ])
})

test('a name can be used once: the second cache stops the kernel, and the semaphore is free again', () => {
  kernel.kmem_cache_create('own', 100)
  expect(() => kernel.kmem_cache_create('own', 200)).toThrow(
    'kmem_cache_create: duplicate cache own',
  )
  expect(kernel.kmem_cache_create('other', 200)).not.toBeNull()
})

describe('no memory at all', () => {
  /** Takes pages as a mask allows until the kernel no longer comes back with one. */
  function exhaust(flags: number): Error {
    return ending(() => {
      while (kernel.alloc_pages(flags, 0) !== null) nothing()
    })
  }

  test('with a process to kill: the log names the mask and the victim', () => {
    const task = kernel.startTask({ comm: 'browser', pages: 1000 })
    while (kernel.log().length === 0) kernel.alloc_pages(GFP_KERNEL, 0)
    const log = kernel.log().join('\n')
    expect(log).toContain('gfp_mask=0xd0')
    expect(log).toContain(`(browser)`)
    expect(task.TIF_MEMDIE || task.state === 'dead').toBe(true)
  })

  test('with nobody to kill: the machine panics', () => {
    expect(exhaust(GFP_KERNEL)).toBeInstanceOf(KernelPanic)
  })

  test('with a mask without FS: the caller waits for ever', () => {
    expect(exhaust(0x50)).toBeInstanceOf(KernelHang)
  })
})

describe('waiting for ever', () => {
  test('for a lock that this processor holds: only kernels for several processors can', () => {
    kernel = boot({ cpus: 2 })
    const lock = new spinlock_t('device')
    kernel.spin_lock(lock)
    const error = ending(() => kernel.spin_lock(lock))
    expect(error).toBeInstanceOf(KernelHang)
    expect(error.message).toBe(
      'spin_lock: waits for ever for the lock device: this CPU holds it itself',
    )
  })
})
