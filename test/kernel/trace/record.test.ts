/** The log of events holds what was told, and gives it back as often as it is asked. */
import { describe, expect, it } from 'vitest'
import {
  boot,
  GFP_ATOMIC,
  GFP_DMA,
  GFP_KERNEL,
  KernelBug,
  kernelEvents,
  kernelFunctions,
  NULL,
  recordEvents,
  watchEvents,
  type Kernel,
  type KernelEvent,
} from '#kernel/index.ts'
import { MOST_VALUES } from '#kernel/trace/trace.ts'
import { createRandom } from '#lib/prng.ts'

/** Something of everything: caches come and go, slabs too, pages are split and merged, and a call stops the kernel. */
function play(kernel: Kernel, calls: number): void {
  const random = createRandom(2611)
  const held: number[] = []
  for (let call = 0; call < calls; call++) {
    if (call % 50 === 0) {
      const cache = kernel.kmem_cache_create(`cache${call}`, random.integer(4, 2000))
      kernel.kmem_cache_free(cache, kernel.kmem_cache_alloc(cache, GFP_KERNEL))
      if (call % 100 === 0) kernel.kmem_cache_destroy(cache)
    }
    const flags = random.integer(0, 3) === 0 ? GFP_ATOMIC | GFP_DMA : GFP_KERNEL
    const address = kernel.kmalloc(1 << random.integer(0, 17), flags)
    if (address !== NULL) held.push(address)
    if (random.integer(0, 1) === 0) kernel.kfree(held.pop() ?? NULL)
  }
  expect(() => kernel.kfree(0xc0000000)).toThrow(KernelBug)
  while (held.length > 0) kernel.kfree(held.shift() ?? NULL)
}

function bothWays(kernel: Kernel, program: () => void) {
  const told: KernelEvent[] = []
  const stop = watchEvents(kernel, (event) => told.push(event))
  const log = recordEvents(kernel)
  program()
  log.stop()
  stop()
  return { told, log }
}

describe('the log of events', () => {
  it('holds what watchEvents() tells', () => {
    const kernel = boot()
    const { told, log } = bothWays(kernel, () => play(kernel, 300))
    expect(log.count).toBe(told.length)
    expect(told.length).toBeGreaterThan(5000)
    expect([...log]).toEqual(told)
    expect([...log], 'read again').toEqual(told)
  })

  it('holds it on several processors, too', () => {
    const kernel = boot({ cpus: 2 })
    const { told, log } = bothWays(kernel, () => {
      const address = kernel.kmalloc(100, GFP_KERNEL)
      kernel.onCpu(1, () => kernel.kfree(address))
    })
    expect([...log]).toEqual(told)
  })

  it('grows over many pieces', () => {
    const kernel = boot({ megabytes: 16 })
    const log = recordEvents(kernel)
    for (let call = 0; call < 20_000; call++) kernel.kfree(kernel.kmalloc(64, GFP_KERNEL))
    log.stop()
    let entered = 0
    for (const { name } of log) if (name === 'enter') entered++
    expect(log.count).toBeGreaterThan(200_000)
    expect(entered * 3).toBe(log.count)
  })

  it('forgets the oldest when it need not keep them', () => {
    const kernel = boot({ megabytes: 16 })
    const all = recordEvents(kernel)
    const log = recordEvents(kernel, { keep: 1000 })
    for (let call = 0; call < 20_000; call++) kernel.kfree(kernel.kmalloc(64, GFP_KERNEL))
    log.stop()
    expect(log.count).toBe(all.count)
    expect(log.count - log.forgotten).toBeGreaterThanOrEqual(1000)
    expect(log.count - log.forgotten).toBeLessThan(40_000)
    const events = [...log]
    expect(events).toHaveLength(log.count - log.forgotten)
    expect(events).toEqual([...all].slice(-events.length))
  })

  it('is empty after clear(), and goes on', () => {
    const kernel = boot({ megabytes: 16 })
    const log = recordEvents(kernel)
    kernel.kmalloc(64, GFP_KERNEL)
    log.clear()
    expect([...log]).toEqual([])
    kernel.ksize(kernel.kmalloc(64, GFP_KERNEL))
    expect([...log][0]).toMatchObject({ name: 'enter', function: '__kmalloc' })
  })

  it('ends with stop(): then the machine is plain again', () => {
    const kernel = boot({ megabytes: 16 })
    const log = recordEvents(kernel)
    expect(kernel.machine.plain).toBe(false)
    log.stop()
    expect(kernel.machine.plain).toBe(true)
    kernel.kmalloc(64, GFP_KERNEL)
    expect(log.count).toBe(0)
  })
})

describe('what an event consists of', () => {
  it('is no more than fits where numbers are passed one by one', () => {
    for (const names of Object.values(kernelEvents)) {
      expect(names.length).toBeLessThanOrEqual(MOST_VALUES)
    }
    for (const { values } of Object.values(kernelFunctions)) {
      expect(values.length).toBeLessThanOrEqual(5)
    }
  })
})
