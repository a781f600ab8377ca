/** What can be asked of an object on a machine with slab debugging. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  boot,
  debugStateOf,
  GFP_KERNEL,
  locate,
  objectsInUse,
  SLAB_DESTROY_BY_RCU,
  type Kernel,
} from '#kernel/index.ts'
import { existing } from '../existing.ts'

let kernel: Kernel
beforeEach(() => {
  kernel = boot({ profile: 'debug', megabytes: 64 })
})

describe('debugStateOf', () => {
  test('an object in use: who has it, and how much of it was never written', () => {
    const object = kernel.asCaller('driver_read', () => kernel.kmalloc(128, GFP_KERNEL))
    const state = debugStateOf(kernel, object)
    expect(state).toMatchObject({
      object,
      bytes: 128,
      state: 'in use',
      expected: 'active',
      redWords: {
        before: { address: object - 4, value: 0x170fc2a5, says: 'active' },
        behind: { address: object + 128, value: 0x170fc2a5, says: 'active' },
      },
      lastUser: { noted: object + 132, name: 'driver_read+0x5/0x10' },
      poison: null,
      neverWritten: 128,
    })
    expect(state?.cache.name).toBe('size-128')
    kernel.writeBytes(object, new Uint8Array(100))
    expect(debugStateOf(kernel, object)?.neverWritten).toBe(28)
  })

  test('an object that was given back: in the array, with poison', () => {
    const object = kernel.kmalloc(128, GFP_KERNEL)
    kernel.kfree(object)
    expect(debugStateOf(kernel, object)).toMatchObject({
      state: 'in array',
      expected: 'inactive',
      lastUser: { name: 'yourCode+0xa/0x10' },
      poison: { whole: true, wrong: null },
      neverWritten: 0,
    })
  })

  test('an object that nobody had yet', () => {
    const object = kernel.kmalloc(128, GFP_KERNEL)
    const neighbour = debugStateOf(kernel, object - 140)
    expect(neighbour).toMatchObject({ lastUser: null, poison: { whole: true } })
    expect(neighbour?.state).not.toBe('in use')
  })

  test('damage: which word, which byte, and what it should be', () => {
    const object = kernel.kmalloc(128, GFP_KERNEL)
    kernel.write8(object + 128, 0)
    expect(debugStateOf(kernel, object)?.redWords?.behind).toEqual({
      address: object + 128,
      value: 0x170fc200,
      says: 'overwritten',
    })
    kernel.kfree(object)
    kernel.write8(object + 127, 0x41)
    expect(debugStateOf(kernel, object)?.poison).toEqual({
      whole: false,
      wrong: { offset: 127, value: 0x41, expected: 0xa5 },
    })
  })

  test('any address in the place of an object will do, its red words included', () => {
    const object = kernel.kmalloc(128, GFP_KERNEL)
    for (const address of [object - 4, object, object + 127, object + 135]) {
      expect(debugStateOf(kernel, address)?.object).toBe(object)
    }
    expect(debugStateOf(kernel, object + 136)?.object).not.toBe(object)
  })

  test('an object without red words, and one without poison', () => {
    const large = kernel.kmalloc(4096, GFP_KERNEL)
    expect(debugStateOf(kernel, large)).toMatchObject({
      redWords: null,
      lastUser: null,
      neverWritten: 4096,
      layout: [{ part: 'object', address: large, bytes: 4096 }],
    })
    const byRcu = kernel.kmem_cache_create('by-rcu', 100, 0, SLAB_DESTROY_BY_RCU)
    const object = kernel.kmem_cache_alloc(byRcu, GFP_KERNEL)
    kernel.kmem_cache_free(byRcu, object)
    expect(debugStateOf(kernel, object)).toMatchObject({ poison: null, expected: 'inactive' })
    expect(debugStateOf(kernel, object)?.redWords?.before.says).toBe('inactive')
  })

  test('no object there, or no debugging: null', () => {
    expect(debugStateOf(kernel, 0xc0100000)).toBeNull()
    expect(debugStateOf(kernel, 0)).toBeNull()
    const plain = boot()
    expect(debugStateOf(plain, plain.kmalloc(100, GFP_KERNEL))).toBeNull()
  })
})

describe('addresses of objects', () => {
  test('are those that their users know, not those of their places', () => {
    const cache = existing(kernel.kmem_cache_create('own', 100))
    const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    expect(objectsInUse(kernel, cache)).toEqual([object])
    expect(locate(kernel, object)).toMatchObject({ offset: 0, state: 'in use' })
    expect(locate(kernel, object + 9)?.offset).toBe(9)
    expect(locate(kernel, object - 4)?.offset).toBe(-4)
  })
})
