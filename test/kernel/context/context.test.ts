/** Process or interrupt: what may not be called from an interrupt handler. */
import { beforeEach, describe, expect, test } from 'vitest'
import { boot, GFP_ATOMIC, GFP_KERNEL, KernelBug, NULL, type Kernel } from '#kernel/index.ts'

let kernel: Kernel
beforeEach(() => {
  kernel = boot()
})

describe('in_interrupt', () => {
  test('is true from irq_enter() to irq_exit(), and handlers nest', () => {
    expect(kernel.in_interrupt()).toBe(false)
    kernel.irq_enter()
    kernel.irq_enter()
    kernel.irq_exit()
    expect(kernel.in_interrupt()).toBe(true)
    kernel.irq_exit()
    expect(kernel.in_interrupt()).toBe(false)
  })

  test('is true inside interrupt(), which returns what the handler returns', () => {
    expect(kernel.interrupt(() => kernel.in_interrupt())).toBe(true)
    expect(kernel.in_interrupt()).toBe(false)
  })

  test('a handler that throws is over, too', () => {
    expect(() =>
      kernel.interrupt(() => {
        throw new Error('oops')
      }),
    ).toThrow('oops')
    expect(kernel.in_interrupt()).toBe(false)
  })

  test('irq_exit() without a handler stops the kernel', () => {
    expect(() => kernel.irq_exit()).toThrow('irq_exit: not in interrupt')
  })

  test('a reset ends it', () => {
    kernel.irq_enter()
    kernel.reset()
    expect(kernel.in_interrupt()).toBe(false)
  })
})

describe('in an interrupt handler', () => {
  test.each([
    ['kmem_cache_create', () => kernel.kmem_cache_create('own', 100)],
    ['kmem_cache_shrink', () => kernel.kmem_cache_shrink(kernel.caches()[0] ?? null)],
    ['kmem_cache_destroy', () => kernel.kmem_cache_destroy(kernel.caches()[0] ?? null)],
  ] satisfies [string, () => unknown][])('%s stops the kernel', (name, call: () => unknown) => {
    expect(() => kernel.interrupt(call)).toThrow(KernelBug)
    expect(() => kernel.interrupt(call)).toThrow(new RegExp(`^${name}: .*: in interrupt$`))
  })

  test.each([
    ['GFP_ATOMIC', GFP_ATOMIC],
    ['GFP_KERNEL, which nobody checks', GFP_KERNEL],
  ])('kmalloc with %s and kfree work', (_, flags) => {
    const address = kernel.interrupt(() => kernel.kmalloc(5000, flags))
    expect(address).not.toBe(NULL)
    kernel.interrupt(() => kernel.kfree(address))
  })
})
