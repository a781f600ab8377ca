/** Poison, red words and last users, byte by byte, as a hexdump of the memory shows them. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  __va,
  boot,
  debugStateOf,
  GFP_KERNEL,
  OWN_CODE,
  type Kernel,
  type kmem_cache,
  type VirtualAddress,
} from '#kernel/index.ts'
import { existing } from '../../existing.ts'

let kernel: Kernel
let cache: kmem_cache
beforeEach(() => {
  kernel = boot({ profile: 'debug' })
  cache = existing(kernel.kmem_cache_create('tiny', 8))
})

/** The whole place of an object of `tiny`: red word, 8 bytes, red word, last user. */
function place(object: VirtualAddress): string {
  return words(object - 4, 20)
}

function words(address: VirtualAddress, bytes: number): string {
  const held = kernel.readBytes(address, bytes)
  return Array.from(held, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replaceAll(/(.{8})(?=.)/g, '$1 ')
}

function userOf(object: VirtualAddress): string | null | undefined {
  return debugStateOf(kernel, object)?.lastUser?.name
}

describe('an object with red words', () => {
  test('handed out: 5a, a5 at the end, between words that say it is in use', () => {
    const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    expect(place(object)).toMatch(/^a5c20f17 5a5a5a5a 5a5a5aa5 a5c20f17 [0-9a-f]{8}$/)
  })

  test('given back: 6b, a5 at the end, between words that say it is not', () => {
    const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    kernel.kmem_cache_free(cache, object)
    expect(place(object)).toMatch(/^71f02c5a 6b6b6b6b 6b6b6ba5 71f02c5a [0-9a-f]{8}$/)
  })

  test('of a new slab: the same, and nobody had it yet', () => {
    const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    expect(place(object - cache.objsize)).toBe('71f02c5a 6b6b6b6b 6b6b6ba5 71f02c5a 00000000')
  })

  test('begins 4 bytes into its place, and is no multiple of a cache line', () => {
    const object = kernel.kmalloc(128, GFP_KERNEL)
    const state = debugStateOf(kernel, object)
    expect(state?.layout).toEqual([
      { part: 'red word', address: object - 4, bytes: 4 },
      { part: 'object', address: object, bytes: 128 },
      { part: 'red word', address: object + 128, bytes: 4 },
      { part: 'last user', address: object + 132, bytes: 4 },
    ])
  })

  test('ksize is what the user may use, and not what the place has', () => {
    expect(kernel.ksize(kernel.kmalloc(100, GFP_KERNEL))).toBe(128)
    expect(kernel.ksize(kernel.kmem_cache_alloc(cache, GFP_KERNEL))).toBe(8)
  })
})

describe('an object with poison only', () => {
  test('size-4096: a whole page, with nothing around it', () => {
    const object = kernel.kmalloc(4096, GFP_KERNEL)
    expect(object % 4096).toBe(0)
    expect(words(object, 8)).toBe('5a5a5a5a 5a5a5a5a')
    expect(words(object + 4088, 8)).toBe('5a5a5a5a 5a5a5aa5')
    kernel.kfree(object)
    expect(words(object + 4088, 8)).toBe('6b6b6b6b 6b6b6ba5')
  })
})

describe('the last user', () => {
  test('is the caller, by an address of code', () => {
    const object = kernel.asCaller('driver_read', () => kernel.kmalloc(8, GFP_KERNEL))
    expect(userOf(object)).toBe('driver_read+0x5/0x10')
    kernel.asCaller('driver_close', () => kernel.kfree(object))
    expect(userOf(object)).toBe('driver_close+0xa/0x10')
  })

  test('code without a name has one that says so', () => {
    expect(OWN_CODE).toBe('yourCode')
    expect(userOf(kernel.kmalloc(8, GFP_KERNEL))).toBe('yourCode+0x5/0x10')
  })

  test('callers can be inside of one another, and a name is over when its function throws', () => {
    const [outer, inner] = kernel.asCaller('outer', () => [
      kernel.kmalloc(8, GFP_KERNEL),
      kernel.asCaller('inner', () => kernel.kmalloc(8, GFP_KERNEL)),
    ])
    expect([userOf(outer), userOf(inner)]).toEqual(['outer+0x5/0x10', 'inner+0x5/0x10'])
    const fails = (): never => {
      throw new Error('driver')
    }
    expect(() => kernel.asCaller('broken', fails)).toThrow('driver')
    expect(userOf(kernel.kmalloc(8, GFP_KERNEL))).toBe('yourCode+0x5/0x10')
  })

  test('kcalloc calls kmalloc itself: it is the user, and nobody learns who called it', () => {
    const object = kernel.asCaller('driver_open', () => kernel.kcalloc(2, 8, GFP_KERNEL))
    expect(userOf(object)).toBe('kcalloc+0x5/0x10')
  })

  test('what the allocator takes for itself is noted as well', () => {
    expect(userOf(cache.array)).toBe('alloc_arraycache+0x5/0x10')
    const large = kernel.kmalloc(131072, GFP_KERNEL)
    const descriptor = kernel.machine.pages.lru_prev[kernel.virt_to_page(large)]!
    expect(userOf(__va(descriptor))).toBe('alloc_slabmgmt+0x5/0x10')
  })

  test('the addresses are in the kernel image, 16 bytes for each name, and a reset forgets them', () => {
    const takes = (name: string): number | undefined =>
      debugStateOf(
        kernel,
        kernel.asCaller(name, () => kernel.kmalloc(8, GFP_KERNEL)),
      )?.lastUser?.address
    const [one, other] = [takes('one'), takes('other')]
    expect(other! - one!).toBe(16)
    expect(one! > 0xc0100000 && one! < 0xc0400000).toBe(true)
    expect(takes('one')).toBe(one)
    kernel.reset()
    expect(takes('other')).toBe(one)
  })
})

test('a machine without debugging writes nothing into objects and notes nobody', () => {
  kernel = boot()
  const object = kernel.kmalloc(8, GFP_KERNEL)
  kernel.writeBytes(object, new Uint8Array(32).fill(7))
  kernel.kfree(object)
  expect(words(object, 8)).toBe('07070707 07070707')
  expect(debugStateOf(kernel, object)).toBeNull()
  expect(kernel.asCaller('driver', () => kernel.kmalloc(8, GFP_KERNEL))).toBe(object)
})
