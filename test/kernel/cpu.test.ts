/** Which processor runs: what belongs to one of them stays with it. */
import { describe, expect, test } from 'vitest'
import { boot } from '#kernel/index.ts'

describe('the processor that runs', () => {
  test('is 0 after boot, and another one after switchCpu()', () => {
    const kernel = boot({ cpus: 2 })
    expect(kernel.smp_processor_id()).toBe(0)
    kernel.switchCpu(1)
    expect(kernel.smp_processor_id()).toBe(1)
  })

  test('onCpu() runs a function elsewhere, returns what it returns, and comes back', () => {
    const kernel = boot({ cpus: 4 })
    expect(kernel.onCpu(3, () => kernel.smp_processor_id())).toBe(3)
    expect(kernel.smp_processor_id()).toBe(0)
  })

  test('onCpu() comes back to it, wherever the function went', () => {
    const kernel = boot({ cpus: 2 })
    kernel.onCpu(0, () => kernel.switchCpu(1))
    expect(kernel.smp_processor_id()).toBe(0)
  })

  test('onCpu() comes back also when the function throws', () => {
    const kernel = boot({ cpus: 2 })
    const fail = (): never => {
      throw new Error('oops')
    }
    expect(() => kernel.onCpu(1, fail)).toThrow('oops')
    expect(kernel.smp_processor_id()).toBe(0)
  })

  test('a processor that is not there cannot run', () => {
    const kernel = boot({ cpus: 2 })
    expect(() => kernel.switchCpu(2)).toThrow(new RangeError('switchCpu: there is no CPU 2.'))
    expect(() => boot().switchCpu(1)).toThrow(RangeError)
  })

  test('after a reset it is the first one again', () => {
    const kernel = boot({ cpus: 2 })
    kernel.switchCpu(1)
    kernel.reset()
    expect(kernel.smp_processor_id()).toBe(0)
  })
})

describe('what a processor has for itself', () => {
  test('an interrupt handler runs on the one that it began on', () => {
    const kernel = boot({ cpus: 2 })
    kernel.irq_enter()
    kernel.switchCpu(1)
    expect(kernel.in_interrupt()).toBe(false)
    kernel.switchCpu(0)
    expect(kernel.in_interrupt()).toBe(true)
  })

  test('its lists of pages: what one frees, another does not get back first', () => {
    const kernel = boot({ cpus: 2 })
    const { zones } = kernel.machine
    const frame = kernel.alloc_pages(0xd0, 0)!
    kernel.__free_pages(frame, 0)
    expect(kernel.onCpu(1, () => kernel.alloc_pages(0xd0, 0))).not.toBe(frame)
    expect(kernel.alloc_pages(0xd0, 0)).toBe(frame)
    expect(zones[1]!.pageset).toHaveLength(2)
    expect(zones[1]!.pcp).toBe(zones[1]!.pageset[0])
  })
})

describe('settings', () => {
  test('xeon-3g has two processors, and a kernel for 8', () => {
    const { configuration } = boot({ profile: 'xeon-3g' })
    expect(configuration).toMatchObject({ cpus: 2, smp: true, nrCpus: 8, highmem: true })
  })

  test('a kernel for several processors also runs on one', () => {
    expect(boot({ smp: true, nrCpus: 4 }).configuration).toMatchObject({ cpus: 1, nrCpus: 4 })
  })

  test.each([
    [{ cpus: 0 }, 'boot: cpus is 0; give a whole number from 1 to 4.'],
    [{ cpus: 5 }, 'boot: cpus is 5; give a whole number from 1 to 4.'],
    [{ cpus: 4, nrCpus: 2 }, 'boot: nrCpus is 2; give a whole number from 4 to 255.'],
    [{ smp: true, nrCpus: 1 }, 'boot: nrCpus is 1; give a whole number from 2 to 255.'],
    [{ cpus: 2, smp: false }, 'boot: a kernel without smp knows one CPU. Leave smp out.'],
    [{ nrCpus: 2 }, 'boot: a kernel without smp knows one CPU. Leave smp out.'],
  ])('%o is refused', (options, message) => {
    expect(() => boot(options)).toThrow(new RangeError(message))
  })
})
