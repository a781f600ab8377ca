/**
 * Faults of drivers, each on a kernel without slab debugging and on one with it. The first notices nothing and goes on;
 * the second complains or stops, as Linux does.
 */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  boot,
  GFP_KERNEL,
  KernelBug,
  locate,
  type Kernel,
  type kmem_cache,
  type VirtualAddress,
} from '#kernel/index.ts'
import { existing } from '../../existing.ts'

let plain: Kernel
let debug: Kernel
beforeEach(() => {
  plain = boot({ megabytes: 512 })
  debug = boot({ profile: 'debug' })
})

function cacheOf(kernel: Kernel, name: string, size: number): kmem_cache {
  return existing(kernel.kmem_cache_create(name, size))
}

function hex(address: VirtualAddress): string {
  return `0x${address.toString(16)}`
}

const OUTSIDE = 'freed twice, or somebody wrote outside of an object'

describe('freed twice', () => {
  test('without debugging two later allocations share the object', () => {
    const object = plain.kmalloc(100, GFP_KERNEL)
    plain.kfree(object)
    plain.kfree(object)
    expect(plain.kmalloc(100, GFP_KERNEL)).toBe(object)
    expect(plain.kmalloc(100, GFP_KERNEL)).toBe(object)
    expect(plain.log()).toEqual([])
  })

  test('with debugging the second kfree() finds red words that say "not in use", and goes on', () => {
    const object = debug.kmalloc(100, GFP_KERNEL)
    debug.kfree(object)
    debug.kfree(object)
    expect(debug.log()).toEqual([
      `slab error in cache_free_debugcheck(): cache \`size-128': ${OUTSIDE}`,
      `  object at ${hex(object)}: red words: 0x5a2cf071 and 0x5a2cf071, not 0x170fc2a5`,
    ])
  })

  test('the two allocations that then share it are found out at the second', () => {
    const object = debug.kmalloc(100, GFP_KERNEL)
    debug.kfree(object)
    debug.kfree(object)
    const before = debug.log().length
    expect(debug.kmalloc(100, GFP_KERNEL)).toBe(object)
    expect(debug.log()).toHaveLength(before)
    expect(debug.kmalloc(100, GFP_KERNEL)).toBe(object)
    const said = debug.log().slice(before)
    expect(said[0]).toBe(
      `slab corruption: cache size-128: the free object at ${hex(object)}, 128 bytes, was written to, first at byte 0`,
    )
    expect(said.at(-2)).toContain(`cache_alloc_debugcheck_after(): cache \`size-128': ${OUTSIDE}`)
    expect(said.at(-1)).toContain('red words: 0x170fc2a5 and 0x170fc2a5, not 0x5a2cf071')
  })

  test('size-4096 has no red words: only a free list stops the kernel, when the array gives back', () => {
    const object = debug.kmalloc(4096, GFP_KERNEL)
    debug.kfree(object)
    debug.kfree(object)
    expect(debug.log()).toEqual([])
    const cache = debug.malloc_sizes.find(({ cs_size }) => cs_size === 4096)?.cs_cachep ?? null
    expect(() => debug.kmem_cache_shrink(cache)).toThrow(KernelBug)
  })

  test('both get back to the slab: the link of the second says that it is there already, and the kernel stops', () => {
    const cache = cacheOf(debug, 'twice', 100)
    const [first, object] = [0, 0].map(() => debug.kmem_cache_alloc(cache, GFP_KERNEL))
    debug.kmem_cache_free(cache, object!)
    debug.kmem_cache_free(cache, object!)
    expect(first).not.toBe(object)
    expect(() => debug.kmem_cache_shrink(cache)).toThrow(
      `free_block: twice: double free of ${hex(object!)}`,
    )
    expect(debug.log().at(-1)).toBe(`slab: double free: cache twice, object at ${hex(object!)}`)
  })

  test('without debugging the slab counts as empty then, and goes although another object is in use', () => {
    const cache = cacheOf(plain, 'twice', 100)
    const [first, object] = [0, 0].map(() => plain.kmem_cache_alloc(cache, GFP_KERNEL))
    plain.kmem_cache_free(cache, object!)
    plain.kmem_cache_free(cache, object!)
    expect(plain.kmem_cache_shrink(cache)).toBe(0)
    expect(locate(plain, first!)).toBeNull()
    expect(plain.log()).toEqual([])
  })
})

describe('written behind the end', () => {
  test('without debugging the neighbour is overwritten', () => {
    const object = plain.kmalloc(128, GFP_KERNEL)
    plain.write32(object + 128, 0x41414141)
    plain.kfree(object)
    expect(plain.read32(object + 128)).toBe(0x41414141)
    expect(plain.log()).toEqual([])
  })

  test('with debugging kfree() finds the red word behind the object changed', () => {
    const object = debug.kmalloc(128, GFP_KERNEL)
    debug.write8(object + 128, 0x41)
    debug.kfree(object)
    expect(debug.log()).toEqual([
      `slab error in cache_free_debugcheck(): cache \`size-128': ${OUTSIDE}`,
      `  object at ${hex(object)}: red words: 0x170fc2a5 and 0x170fc241, not 0x170fc2a5`,
    ])
  })

  test('up to 128 bytes nothing is behind the end, however little was asked for', () => {
    const object = debug.kmalloc(100, GFP_KERNEL)
    debug.writeBytes(object, new Uint8Array(128).fill(0x41))
    debug.kfree(object)
    expect(debug.log()).toEqual([])
  })

  test('the note of the last user lies behind the red word, and nobody looks at it', () => {
    const object = debug.kmalloc(128, GFP_KERNEL)
    debug.write32(object + 132, 0)
    debug.kfree(object)
    expect(debug.log()).toEqual([])
  })
})

describe('written before the start', () => {
  test('without debugging the neighbour is overwritten', () => {
    const object = plain.kmalloc(128, GFP_KERNEL)
    plain.write8(object - 1, 0x41)
    plain.kfree(object)
    expect(plain.log()).toEqual([])
  })

  test('with debugging kfree() finds the red word before the object changed', () => {
    const object = debug.kmalloc(128, GFP_KERNEL)
    debug.write8(object - 1, 0x41)
    debug.kfree(object)
    expect(debug.log()[1]).toBe(
      `  object at ${hex(object)}: red words: 0x410fc2a5 and 0x170fc2a5, not 0x170fc2a5`,
    )
  })
})

describe('written after it was freed', () => {
  test('without debugging the next owner gets what was written', () => {
    const object = plain.kmalloc(128, GFP_KERNEL)
    plain.kfree(object)
    plain.write8(object + 9, 0x41)
    expect(plain.kmalloc(128, GFP_KERNEL)).toBe(object)
    expect(plain.read8(object + 9)).toBe(0x41)
    expect(plain.log()).toEqual([])
  })

  test('with debugging the next kmalloc() reports it: object, bytes, last user and both neighbours', () => {
    const [before, object, behind] = neighbours()
    debug.asCaller('driver_remove', () => debug.kfree(object))
    debug.write8(object + 9, 0x41)
    debug.write8(object + 127, 0x42)
    expect(debug.kmalloc(128, GFP_KERNEL)).toBe(object)
    const clean = '6b 6b 6b 6b 6b 6b 6b 6b 6b 6b 6b 6b 6b 6b 6b'
    const used = '5a '.repeat(16).trim()
    const inUse = '  red words: 0x170fc2a5 and 0x170fc2a5'
    const driver = /^ {2}last user: \[<c0[0-9a-f]{6}>\] driver_probe\+0x5\/0x10$/
    expect(debug.log()).toEqual([
      `slab corruption: cache size-128: the free object at ${hex(object)}, 128 bytes, was written to, first at byte 9`,
      '  red words: 0x5a2cf071 and 0x5a2cf071',
      expect.stringMatching(/^ {2}last user: \[<c0[0-9a-f]{6}>\] driver_remove\+0xa\/0x10$/),
      '  000: 6b 6b 6b 6b 6b 6b 6b 6b 6b 41 6b 6b 6b 6b 6b 6b',
      `  070: ${clean} 42`,
      `previous object, at ${hex(before)}:`,
      inUse,
      expect.stringMatching(driver),
      `  000: ${used}`,
      `  010: ${used}`,
      `next object, at ${hex(behind)}:`,
      inUse,
      expect.stringMatching(driver),
      `  000: ${used}`,
      `  010: ${used}`,
    ])
  })

  test('six lines are shown at most, and the first byte behind a shown line is not looked at', () => {
    const object = debug.kmalloc(256, GFP_KERNEL)
    debug.kfree(object)
    debug.writeBytes(object, new Uint8Array(256))
    debug.kmalloc(256, GFP_KERNEL)
    expect(dumped()).toEqual(['000', '010', '020', '030', '040', '050'])

    const other = debug.kmalloc(512, GFP_KERNEL)
    debug.kfree(other)
    debug.write8(other + 3, 0)
    debug.write8(other + 16, 0)
    const lines = debug.log().length
    debug.kmalloc(512, GFP_KERNEL)
    expect(dumped(lines)).toEqual(['000'])
  })

  test('nothing is said while nobody asks for the object; it is also looked at when its slab goes', () => {
    const cache = cacheOf(debug, 'stale', 100)
    const object = debug.kmem_cache_alloc(cache, GFP_KERNEL)
    debug.kmem_cache_free(cache, object)
    debug.write8(object, 0)
    expect(debug.log()).toEqual([])
    expect(debug.kmem_cache_destroy(cache)).toBe(0)
    expect(debug.log()[0]).toContain('slab corruption: cache stale')
  })
})

describe('a pointer into the middle of an object', () => {
  test('without debugging kfree(p + 8) is taken, and p + 8 handed out', () => {
    const object = plain.kmalloc(100, GFP_KERNEL)
    plain.kfree(object + 8)
    expect(plain.kmalloc(100, GFP_KERNEL)).toBe(object + 8)
    expect(plain.log()).toEqual([])
  })

  test('with debugging the kernel stops: no object begins there', () => {
    const object = debug.kmalloc(100, GFP_KERNEL)
    expect(() => debug.kfree(object + 8)).toThrow(
      /^cache_free_debugcheck: size-128: 0x[0-9a-f]{8} is 8 bytes behind the start of object \d+$/,
    )
    expect(debug.log()[0]).toContain(OUTSIDE)
  })

  test('before that it has written its red words where it took the object to be', () => {
    const object = debug.kmalloc(100, GFP_KERNEL)
    expect(() => debug.kfree(object + 8)).toThrow(KernelBug)
    expect(debug.read32(object + 4)).toBe(0x5a2cf071)
    expect(debug.read32(object + 136)).toBe(0x5a2cf071)
  })

  test('an odd pointer ends the same way', () => {
    const object = debug.kmalloc(5000, GFP_KERNEL)
    expect(() => debug.kfree(object + 1)).toThrow('is 1 bytes behind the start of object 0')
  })
})

describe('an address that is in no slab', () => {
  test('of __get_free_pages(): both stop, the one with debugging after saying so', () => {
    for (const kernel of [plain, debug]) {
      const pages = kernel.__get_free_pages(GFP_KERNEL, 0)
      expect(() => kernel.kfree(pages)).toThrow(KernelBug)
    }
    expect(plain.log()).toEqual([])
    expect(debug.log()[0]).toMatch(/^kfree_debugcheck: bad pointer: 0x[0-9a-f]{8}$/)
  })

  test('beyond the memory: it is out of range', () => {
    expect(() => debug.kfree(0xf0000000)).toThrow('kfree_debugcheck: 0xf0000000 is not in the')
    expect(() => debug.kfree(0x1000)).toThrow("0x00001000 is not in the kernel's memory")
    expect(debug.log()).toEqual([
      'kfree_debugcheck: pointer out of range: 0xf0000000',
      'kfree_debugcheck: pointer out of range: 0x00001000',
    ])
  })

  test('NULL is nothing, in both', () => {
    for (const kernel of [plain, debug]) kernel.kfree(0)
    expect(debug.log()).toEqual([])
  })
})

describe('the wrong cache in kmem_cache_free()', () => {
  test('without debugging the object changes its cache for good', () => {
    const [own, other] = [cacheOf(plain, 'own', 100), cacheOf(plain, 'other', 100)]
    const object = plain.kmem_cache_alloc(own, GFP_KERNEL)
    plain.kmem_cache_free(other, object)
    expect(plain.kmem_cache_alloc(other, GFP_KERNEL)).toBe(object)
    expect(plain.log()).toEqual([])
  })

  test('with debugging it is said, and the kernel goes on when the objects are of one size', () => {
    const [own, other] = [cacheOf(debug, 'own', 100), cacheOf(debug, 'other', 100)]
    const object = debug.kmem_cache_alloc(own, GFP_KERNEL)
    debug.kmem_cache_free(other, object)
    expect(debug.log()).toEqual([
      'kmem_cache_free: wrong cache: an object of own was given to other',
      `  own is at ${hex(own.address)}`,
      `  other is at ${hex(other.address)}`,
      'Badness in cache_free_debugcheck at mm/slab.c',
    ])
    expect(debug.kmem_cache_alloc(other, GFP_KERNEL)).toBe(object)
  })

  test('and stops when no object of that size begins there', () => {
    const [own, other] = [cacheOf(debug, 'own', 100), cacheOf(debug, 'other', 200)]
    const object = debug.kmem_cache_alloc(own, GFP_KERNEL)
    expect(() => debug.kmem_cache_free(other, object)).toThrow(KernelBug)
    expect(debug.log()[0]).toBe('kmem_cache_free: wrong cache: an object of own was given to other')
  })
})

/** Three objects of size-128 that lie side by side. */
function neighbours(): [VirtualAddress, VirtualAddress, VirtualAddress] {
  const taken = debug
    .asCaller('driver_probe', () =>
      Array.from({ length: 60 }, () => debug.kmalloc(128, GFP_KERNEL)),
    )
    .sort((a, b) => a - b)
  const at = taken.findIndex(
    (object, index) => taken[index - 1] === object - 140 && taken[index + 1] === object + 140,
  )
  const [before, object, behind] = taken.slice(at - 1)
  return [before!, object!, behind!]
}

/** The offsets of the lines of the damaged object in the log, from line `first` on. */
function dumped(first = 0): string[] {
  const lines = debug.log().slice(first)
  const end = lines.findIndex((line) => /^(previous|next) object/.test(line))
  return lines.slice(0, end).flatMap((line) => /^ {2}([0-9a-f]{3}):/.exec(line)?.[1] ?? [])
}
