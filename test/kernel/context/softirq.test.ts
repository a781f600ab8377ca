/** Work that handlers put off. */
import { beforeEach, describe, expect, test } from 'vitest'
import { boot, KernelBug, NET_RX_SOFTIRQ, TASKLET_SOFTIRQ, type Kernel } from '#kernel/index.ts'

let kernel: Kernel
/** What ran, in order. */
let ran: string[]
beforeEach(() => {
  kernel = boot()
  ran = []
  kernel.open_softirq(NET_RX_SOFTIRQ, () => ran.push('network'))
  kernel.open_softirq(TASKLET_SOFTIRQ, () => ran.push('tasklet'))
})

describe('a softirq', () => {
  test('runs when the last handler ends, the most urgent first', () => {
    kernel.interrupt(() => {
      kernel.interrupt(() => kernel.raise_softirq(TASKLET_SOFTIRQ))
      kernel.raise_softirq(NET_RX_SOFTIRQ)
      ran.push('handler')
    })
    expect(ran).toEqual(['handler', 'network', 'tasklet'])
  })

  test('runs for no process, but with interrupts on', () => {
    kernel.open_softirq(6, () => {
      expect([kernel.in_softirq(), kernel.in_irq(), kernel.in_interrupt()]).toEqual([
        true,
        false,
        true,
      ])
      expect([kernel.in_atomic(), kernel.irqs_disabled()]).toEqual([true, false])
      ran.push('looked')
    })
    kernel.interrupt(() => kernel.raise_softirq(6))
    expect(ran).toEqual(['looked'])
    expect(kernel.preempt_count()).toBe(0)
  })

  test('waits until local_bh_enable(), however often it was forbidden', () => {
    kernel.local_bh_disable()
    kernel.local_bh_disable()
    kernel.interrupt(() => kernel.raise_softirq(NET_RX_SOFTIRQ))
    kernel.local_bh_enable()
    expect(ran).toEqual([])
    kernel.local_bh_enable()
    expect(ran).toEqual(['network'])
  })

  test('raised outside of handlers runs after the next one', () => {
    kernel.raise_softirq(NET_RX_SOFTIRQ)
    expect(ran).toEqual([])
    kernel.interrupt(() => ran.push('handler'))
    expect(ran).toEqual(['handler', 'network'])
  })

  test('raised outside of handlers runs at the next tick of the clock', () => {
    kernel.raise_softirq(NET_RX_SOFTIRQ)
    kernel.tick(0)
    expect(ran).toEqual([])
    kernel.tick(1)
    expect(ran).toEqual(['network'])
  })

  test('that raises itself is left to ksoftirqd after ten rounds', () => {
    kernel.open_softirq(NET_RX_SOFTIRQ, () => {
      ran.push('network')
      if (ran.length < 15) kernel.raise_softirq(NET_RX_SOFTIRQ)
    })
    kernel.interrupt(() => kernel.raise_softirq(NET_RX_SOFTIRQ))
    expect(ran).toHaveLength(10)
    kernel.schedule()
    expect(ran).toHaveLength(15)
  })

  test('belongs to the processor that raised it', () => {
    kernel = boot({ cpus: 2 })
    const seen: number[] = []
    kernel.open_softirq(NET_RX_SOFTIRQ, () => seen.push(kernel.smp_processor_id()))
    kernel.onCpu(1, () => kernel.raise_softirq(NET_RX_SOFTIRQ))
    kernel.interrupt(() => undefined)
    expect(seen).toEqual([])
    kernel.onCpu(1, () => kernel.interrupt(() => undefined))
    expect(seen).toEqual([1])
  })

  test('without a function stops the kernel, and its number is checked', () => {
    expect(() => kernel.interrupt(() => kernel.raise_softirq(20))).toThrow(KernelBug)
    expect(() => kernel.raise_softirq(32)).toThrow(RangeError)
    expect(() => kernel.open_softirq(-1, () => undefined)).toThrow(RangeError)
  })

  test('is forgotten by a reset, with its function', () => {
    kernel.raise_softirq(NET_RX_SOFTIRQ)
    kernel.reset()
    kernel.interrupt(() => undefined)
    expect(ran).toEqual([])
  })
})

test('local_bh_enable() with interrupts off is complained about', () => {
  kernel.withoutInterrupts(() => kernel.softirq(() => undefined))
  expect(kernel.log()).toEqual(['Badness in local_bh_enable at kernel/softirq.c:140'])
})

test('softirq() runs something as one, and is over also when it throws', () => {
  expect(kernel.softirq(() => kernel.in_softirq())).toBe(true)
  expect(() =>
    kernel.softirq(() => {
      throw new Error('wrong')
    }),
  ).toThrow('wrong')
  expect(kernel.preempt_count()).toBe(0)
})
