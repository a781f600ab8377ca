/** Spinlocks, and what they are on which kernel. */
import { describe, expect, test } from 'vitest'
import { boot, KernelBug, KernelHang, spinlock_t } from '#kernel/index.ts'

const lock = (): spinlock_t => new spinlock_t('device')

describe('on one processor', () => {
  test('a lock is nothing: taking it twice is not noticed', () => {
    const kernel = boot()
    const device = lock()
    kernel.spin_lock(device)
    kernel.spin_lock(device)
    expect([kernel.in_atomic(), kernel.spin_is_locked(device)]).toEqual([false, false])
    expect(kernel.spin_trylock(device)).toBe(true)
  })

  test('a preemptible kernel counts it', () => {
    const kernel = boot({ preemptible: true })
    kernel.withLock(lock(), () => {
      kernel.withLock(lock(), () => expect(kernel.preempt_count()).toBe(2))
      expect([kernel.in_atomic(), kernel.in_interrupt()]).toEqual([true, false])
    })
    expect(kernel.preempt_count()).toBe(0)
  })

  test('a handler gets a lock that the interrupted code holds, and both use the data', () => {
    const kernel = boot()
    const device = lock()
    const seen: string[] = []
    kernel.withLock(device, () => {
      seen.push('code begins')
      kernel.interrupt(() => kernel.withLock(device, () => seen.push('handler')))
      seen.push('code ends')
    })
    expect(seen).toEqual(['code begins', 'handler', 'code ends'])
  })
})

describe('on several processors', () => {
  test('a handler that wants a lock of the code it interrupts waits for ever', () => {
    const kernel = boot({ cpus: 2 })
    const device = lock()
    const interrupted = (): void =>
      kernel.withLock(device, () => kernel.interrupt(() => kernel.spin_lock(device)))
    expect(interrupted).toThrow(KernelHang)
    expect(interrupted).toThrow(/for the lock device: this CPU holds it itself$/)
  })

  test('with interrupts off it cannot come', () => {
    const kernel = boot({ cpus: 2 })
    const device = lock()
    expect(() => kernel.withLockIrq(device, () => kernel.interrupt(() => undefined))).toThrow(
      KernelBug,
    )
    const seen: string[] = []
    kernel.interruptDuring('kfree', () => kernel.withLock(device, () => seen.push('handler')))
    kernel.withLockIrq(device, () => {
      kernel.kfree(0)
      seen.push('code')
    })
    expect(seen).toEqual(['code', 'handler'])
  })

  test('another processor would wait until this call is over', () => {
    const kernel = boot({ cpus: 2 })
    const device = lock()
    kernel.withLock(device, () => {
      expect(kernel.onCpu(1, () => kernel.spin_trylock(device))).toBe(false)
      expect(() => kernel.onCpu(1, () => kernel.spin_lock(device))).toThrow(/CPU 0 holds it/)
    })
    expect(kernel.onCpu(1, () => kernel.spin_trylock(device))).toBe(true)
  })

  test('a lock that was held when the machine was reset is free', () => {
    const kernel = boot({ cpus: 2 })
    const device = lock()
    kernel.spin_lock(device)
    expect(kernel.spin_is_locked(device)).toBe(true)
    kernel.reset()
    expect(kernel.spin_is_locked(device)).toBe(false)
  })
})

describe('interrupts and locks together', () => {
  test('irqsave gives interrupts back as they were, irq turns them on', () => {
    const kernel = boot()
    const device = lock()
    kernel.local_irq_disable()
    const flags = kernel.spin_lock_irqsave(device)
    kernel.spin_unlock_irqrestore(device, flags)
    expect(kernel.irqs_disabled()).toBe(true)
    kernel.spin_lock_irq(device)
    kernel.spin_unlock_irq(device)
    expect(kernel.irqs_disabled()).toBe(false)
    expect(kernel.spin_lock_irqsave(device)).toBe(0x200)
    expect(kernel.irqs_disabled()).toBe(true)
  })

  test('bh keeps softirqs away', () => {
    const kernel = boot()
    const device = lock()
    kernel.spin_lock_bh(device)
    expect(kernel.in_softirq()).toBe(true)
    kernel.spin_unlock_bh(device)
    expect(kernel.preempt_count()).toBe(0)
  })
})

test('more given back than taken: the count goes below 0, and everything looks like an interrupt', () => {
  const kernel = boot({ preemptible: true })
  kernel.spin_unlock(lock())
  expect(kernel.preempt_count()).toBe(0xffffffff)
  expect(kernel.in_interrupt()).toBe(true)
  expect(() => kernel.kmem_cache_create('own', 100)).toThrow(/in interrupt$/)
})
