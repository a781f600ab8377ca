/** What slab debugging keeps around an object, in words. */
import { beforeEach, describe, expect, it } from 'vitest'
import { boot, GFP_KERNEL, type Kernel, type kmem_cache } from '#kernel/index.ts'
import { viewDebugObject } from '#view/debug-object.ts'
import { existing } from '../existing.ts'

let kernel: Kernel
let ring: kmem_cache
beforeEach(() => {
  kernel = boot({ profile: 'debug', megabytes: 64 })
  ring = existing(kernel.kmem_cache_create('ring', 40))
})

function says(address: number): string[] {
  return viewDebugObject(kernel, address).parts.map(({ says: words }) => words)
}

describe('an object in use', () => {
  it('has active red words and the function that took it', () => {
    const object = kernel.asCaller('driver_read', () => kernel.kmem_cache_alloc(ring, GFP_KERNEL))
    kernel.write8(object, 1)
    const view = viewDebugObject(kernel, object)
    expect(view).toMatchObject({ cache: 'ring', slab: 0, address: object, state: 'in use' })
    expect(view.parts.map(({ part, bytes }) => [part, bytes.length])).toEqual([
      ['red word', 4],
      ['object', 40],
      ['red word', 4],
      ['last user', 4],
    ])
    expect(says(object)).toEqual([
      'red word 0x170fc2a5: active',
      'the object, 40 bytes, in use; 39 still hold what it was filled with when it was handed out, 0x5a',
      'red word 0x170fc2a5: active',
      expect.stringMatching(/^last user: driver_read\+0x\w+\/0x\w+ took it$/),
    ])
    expect(view.parts.every(({ isWhole }) => isWhole)).toBe(true)
  })

  it('shows the red word that somebody wrote over', () => {
    const object = kernel.kmem_cache_alloc(ring, GFP_KERNEL)
    kernel.write8(object + 40, 0)
    const { parts } = viewDebugObject(kernel, object)
    expect(parts[2]).toMatchObject({ isWhole: false })
    expect(parts[2]?.says).toBe(
      'red word 0x170fc200: somebody wrote here; it must be 0x170fc2a5, active',
    )
  })
})

describe('a free object', () => {
  it('is full of poison', () => {
    const object = kernel.kmem_cache_alloc(ring, GFP_KERNEL)
    kernel.kmem_cache_free(ring, object)
    expect(says(object).slice(0, 2)).toEqual([
      'red word 0x5a2cf071: inactive',
      'the object, 40 bytes, free: all poison, 0x6b',
    ])
    expect(says(object)[3]).toContain('gave it back')
  })

  it('shows the first byte that is none', () => {
    const object = kernel.kmem_cache_alloc(ring, GFP_KERNEL)
    kernel.kmem_cache_free(ring, object)
    kernel.write8(object + 12, 0x41)
    expect(says(object)[1]).toContain('byte 12 is 0x41, not 0x6b')
  })
})

it('is only there on a machine with slab debugging, where an object is', () => {
  const plain = boot()
  const object = plain.kmalloc(32, GFP_KERNEL)
  expect(() => viewDebugObject(plain, object)).toThrow('no slab debugging')
  expect(() => viewDebugObject(kernel, 0xc0000000)).toThrow('no object at 0xc0000000')
})
