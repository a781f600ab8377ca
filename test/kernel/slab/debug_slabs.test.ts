/** Whole slabs, constructors and arrays on a machine with slab debugging. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  boot,
  BUFCTL_END,
  BUFCTL_FREE,
  debugStateOf,
  GFP_ATOMIC,
  GFP_KERNEL,
  KernelBug,
  SLAB_CTOR_ATOMIC,
  SLAB_CTOR_CONSTRUCTOR,
  SLAB_CTOR_VERIFY,
  SLAB_DEBUG_INITIAL,
  SLAB_DESTROY_BY_RCU,
  slabsOf,
  statisticsOf,
  type Kernel,
  type kmem_cache,
  type ObjectHook,
  type VirtualAddress,
} from '#kernel/index.ts'
import { existing } from '../../existing.ts'

let kernel: Kernel
beforeEach(() => {
  kernel = boot({ profile: 'debug' })
})

function create(
  name: string,
  size: number,
  flags = 0,
  ctor: ObjectHook | null = null,
  dtor: ObjectHook | null = null,
): kmem_cache {
  return existing(kernel.kmem_cache_create(name, size, 0, flags, ctor, dtor))
}

/** The links of the only slab of a cache. */
function links(cache: kmem_cache): number[] {
  const { partial, full, free } = slabsOf(kernel, cache)
  const descriptor = [...partial, ...full, ...free][0]?.descriptor ?? 0
  return Array.from({ length: cache.num }, (_, index) => kernel.read16(descriptor + 24 + 2 * index))
}

function descriptorOf(cache: kmem_cache): VirtualAddress {
  return slabsOf(kernel, cache).partial[0]?.descriptor ?? 0
}

describe('the free list of a slab', () => {
  test('an object that is taken from its slab is marked: its link is 0xfffe', () => {
    const cache = create('marks', 1000)
    expect(cache.num).toBe(4)
    const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    expect(links(cache)).toEqual([BUFCTL_FREE, BUFCTL_FREE, BUFCTL_FREE, BUFCTL_FREE])
    kernel.kmem_cache_free(cache, object)
    kernel.slabinfo_write('marks 1 1 0')
    expect(links(cache)).toEqual([BUFCTL_END, 0, 1, 2])
  })

  test('without debugging the links of objects in use stay as they were', () => {
    kernel = boot()
    const cache = create('marks', 1000)
    kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    expect(links(cache)).not.toContain(BUFCTL_FREE)
  })

  test('a broken link stops the kernel when the slab is next used, with the descriptor in the log', () => {
    const cache = create('broken', 100)
    kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    const last = links(cache).indexOf(BUFCTL_END)
    kernel.write16(descriptorOf(cache) + 24 + 2 * last, last)
    expect(() => {
      for (let i = 0; i < 40; i++) kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    }).toThrow(/^check_slabp: cache broken, slab at 0x[0-9a-f]{8}: the free list is broken/)
    const [line, first] = kernel.log()
    expect(line).toMatch(/^slab: the free list of a slab is broken: cache broken, slab at 0x/)
    expect(first).toMatch(/^ {2}000:( [0-9a-f]{2}){16}$/)
  })

  test('a wrong count of objects in use does, too', () => {
    const cache = create('counted', 100)
    kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    kernel.write32(descriptorOf(cache) + 16, 3)
    expect(() => kernel.kmem_cache_shrink(cache)).toThrow(KernelBug)
    expect(kernel.log()[0]).toContain(`${cache.num - 16} free and 3 in use of ${cache.num}`)
  })
})

describe('constructors and destructors', () => {
  const calls: string[] = []
  const ctor: ObjectHook = (object, cache, flags) => {
    calls.push(`ctor ${flags}`)
    for (let i = 0; i < cache.reallen; i++) kernel.write8(object + i, 0x11)
  }
  const dtor: ObjectHook = () => calls.push('dtor')
  beforeEach(() => {
    calls.length = 0
  })

  test('with poison they run each time an object is handed out and given back', () => {
    const cache = create('made', 100, 0, ctor, dtor)
    const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    expect(calls).toEqual([`ctor ${SLAB_CTOR_CONSTRUCTOR}`])
    expect(kernel.read32(object)).toBe(0x11111111)
    kernel.kmem_cache_free(cache, object)
    expect(calls).toEqual([`ctor ${SLAB_CTOR_CONSTRUCTOR}`, 'dtor'])
    expect(kernel.read32(object)).toBe(0x6b6b6b6b)
    expect(kernel.kmem_cache_destroy(cache)).toBe(0)
    expect(calls).toHaveLength(2)
    expect(kernel.log()).toEqual([])
  })

  test('one that may not sleep is told so', () => {
    kernel.kmem_cache_alloc(create('made', 100, 0, ctor), GFP_ATOMIC)
    expect(calls).toEqual([`ctor ${SLAB_CTOR_CONSTRUCTOR | SLAB_CTOR_ATOMIC}`])
  })

  test('with SLAB_DEBUG_INITIAL the constructor looks at what is given back', () => {
    const cache = create('checked', 100, SLAB_DEBUG_INITIAL, ctor)
    kernel.kmem_cache_free(cache, kernel.kmem_cache_alloc(cache, GFP_KERNEL))
    expect(calls).toEqual([
      `ctor ${SLAB_CTOR_CONSTRUCTOR}`,
      `ctor ${SLAB_CTOR_CONSTRUCTOR | SLAB_CTOR_VERIFY}`,
    ])
  })

  test('without poison (DESTROY_BY_RCU) the constructor runs for all objects of a new slab', () => {
    const cache = create('by-rcu', 100, SLAB_DESTROY_BY_RCU, ctor)
    const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    expect(calls).toHaveLength(cache.num)
    kernel.kmem_cache_free(cache, object)
    expect(kernel.read32(object)).toBe(0x11111111)
    expect(kernel.check()).toEqual([])
  })

  test('a constructor that writes beside its object is found out', () => {
    const wild: ObjectHook = (object, cache) => {
      kernel.write8(object + cache.reallen, 0)
      kernel.write8(object - 1, 0)
    }
    const cache = create('wild', 2000, SLAB_DESTROY_BY_RCU, wild)
    const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    expect(cache.num).toBe(2)
    expect(kernel.log().slice(2, 4)).toEqual([
      `slab error in cache_init_objs(): cache \`wild': the constructor wrote behind the end of an object: 0x${object.toString(16)}`,
      `slab error in cache_init_objs(): cache \`wild': the constructor wrote before the start of an object: 0x${object.toString(16)}`,
    ])
  })

  test('with poison such a constructor is found out when the object comes back', () => {
    const wild: ObjectHook = (object, cache) => kernel.write8(object + cache.reallen, 0)
    const cache = create('wild', 100, 0, wild)
    kernel.kmem_cache_free(cache, kernel.kmem_cache_alloc(cache, GFP_KERNEL))
    expect(kernel.log()[0]).toContain('slab error in cache_free_debugcheck()')
  })
})

describe('a slab that is destroyed', () => {
  test('is looked at once more: red words of free objects', () => {
    const cache = create('last-look', 100)
    const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    kernel.kmem_cache_free(cache, object)
    kernel.write8(object - 4, 0)
    kernel.write8(object + 100, 0)
    const wrong = (where: string): string =>
      `slab error in slab_destroy(): cache \`last-look': somebody wrote ${where} of a free object: 0x${object.toString(16)}`
    expect(kernel.kmem_cache_shrink(cache)).toBe(0)
    expect(kernel.log()).toEqual([wrong('before the start'), wrong('behind the end')])
  })

  test('and their poison, of every object', () => {
    const cache = create('last-look', 1000)
    const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    kernel.kmem_cache_free(cache, object)
    const { s_mem } = slabsOf(kernel, cache).full[0] ?? { s_mem: 0 }
    for (let index = 0; index < cache.num; index++) {
      kernel.write8(s_mem + index * cache.objsize + cache.dbghead + index, 0)
    }
    kernel.kmem_cache_shrink(cache)
    const reports = kernel.log().filter((line) => line.startsWith('slab corruption'))
    expect(reports.map((line) => line.replace(/.* /, ''))).toEqual(['0', '1', '2', '3'])
  })

  test('a cache with an object in use cannot be destroyed, and the object keeps its marks', () => {
    const cache = create('busy', 100)
    const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    expect(kernel.kmem_cache_destroy(cache)).toBe(1)
    expect(kernel.log()).toEqual([
      "slab error in kmem_cache_destroy(): cache `busy': Can't free all objects",
    ])
    expect(debugStateOf(kernel, object)?.redWords?.before.says).toBe('active')
    expect(kernel.check()).toEqual([])
  })
})

describe('a slab of the free list that says it has objects in use', () => {
  /** A cache with such a slab. */
  function spoiled(): kmem_cache {
    const cache = create('spoiled', 4096)
    const objects = Array.from({ length: 40 }, () => kernel.kmem_cache_alloc(cache, GFP_KERNEL))
    for (const object of objects) kernel.kmem_cache_free(cache, object)
    kernel.write32((slabsOf(kernel, cache).free[0]?.descriptor ?? 0) + 16, 1)
    return cache
  }

  test.each([true, false])('stops the reaper, with debugging: %s', (slabDebug) => {
    kernel = boot({ slabDebug })
    const cache = spoiled()
    kernel.machine.jiffies = cache.next_reap
    kernel.cache_reap()
    kernel.machine.jiffies = cache.next_reap
    expect(() => kernel.cache_reap()).toThrow('cache_reap: 1 objects of a free slab in use')
  })

  test('stops shrinking, with debugging', () => {
    expect(() => kernel.kmem_cache_shrink(spoiled())).toThrow(KernelBug)
  })

  test('stops an array that gives objects back, with debugging', () => {
    const cache = create('spoiled', 4096)
    const objects = Array.from({ length: 40 }, () => kernel.kmem_cache_alloc(cache, GFP_KERNEL))
    for (const object of objects.splice(0, 25)) kernel.kmem_cache_free(cache, object)
    kernel.write32((slabsOf(kernel, cache).free[0]?.descriptor ?? 0) + 16, 1)
    expect(() => {
      for (const object of objects) kernel.kmem_cache_free(cache, object)
    }).toThrow('cache_flusharray: 1 objects of a free slab in use')
  })
})

describe('an array', () => {
  test('whose batch was overwritten stops the kernel when it gives objects back', () => {
    const cache = create('flushed', 2000)
    const objects = Array.from({ length: 25 }, () => kernel.kmem_cache_alloc(cache, GFP_KERNEL))
    kernel.write32(cache.array + 8, 100)
    expect(() => {
      for (const object of objects) kernel.kmem_cache_free(cache, object)
    }).toThrow('cache_flusharray: 100 of 24 objects cannot be given back')
  })
})

describe('interrupts', () => {
  test('that are off where they must be on stop the kernel: all processors are to be asked', () => {
    const cache = create('shrunk', 100)
    kernel.local_irq_disable()
    expect(() => kernel.kmem_cache_shrink(cache)).toThrow(
      'smp_call_function_all_cpus: interrupts are off',
    )
    expect(() => kernel.cache_reap()).toThrow('cache_reap: interrupts are off')
    expect(kernel.slabinfo()).toContain('shrunk')
  })

  test('without debugging nobody looks', () => {
    kernel = boot()
    const cache = create('shrunk', 100)
    kernel.local_irq_disable()
    expect(kernel.kmem_cache_shrink(cache)).toBe(0)
    expect(kernel.log()).toEqual([])
  })

  test('are off while the destructor of a poisoned object runs', () => {
    let off = false
    const dtor: ObjectHook = () => (off = kernel.irqs_disabled())
    const cache = create('made', 100, 0, () => undefined, dtor)
    kernel.kmem_cache_free(cache, kernel.kmem_cache_alloc(cache, GFP_KERNEL))
    expect(off).toBe(true)
    expect(kernel.irqs_disabled()).toBe(false)
  })
})

describe('the counters', () => {
  test('say what happened to a cache', () => {
    const cache = create('counted', 1000)
    expect(statisticsOf(kernel, cache)).toMatchObject({ grown: 0, listallocs: 0, allochit: 0 })
    const objects = Array.from({ length: 50 }, () => kernel.kmem_cache_alloc(cache, GFP_KERNEL))
    expect(statisticsOf(kernel, cache)).toEqual({
      listallocs: 52,
      maxobjs: 52,
      grown: 13,
      reaped: 0,
      error: 0,
      maxfreeable: 0,
      nodeallocs: 0,
      allochit: 37,
      allocmiss: 13,
      freehit: 0,
      freemiss: 0,
      num_active: 52,
    })
    for (const object of objects) kernel.kmem_cache_free(cache, object)
    expect(statisticsOf(kernel, cache)).toMatchObject({ freehit: 48, freemiss: 2, allochit: 37 })
    expect(statisticsOf(kernel, cache)?.maxfreeable).toBeGreaterThan(0)
    expect(kernel.check()).toEqual([])
  })

  test('a slab that the reaper takes is counted as reaped, one that shrinking takes is not', () => {
    const [reaped, shrunk] = [create('reaped', 4096), create('shrunk', 4096)]
    for (const cache of [reaped, shrunk]) {
      const objects = Array.from({ length: 40 }, () => kernel.kmem_cache_alloc(cache, GFP_KERNEL))
      for (const object of objects) kernel.kmem_cache_free(cache, object)
    }
    kernel.kmem_cache_shrink(shrunk)
    for (let round = 0; round < 4; round++) {
      kernel.machine.jiffies += 10_000
      kernel.cache_reap()
    }
    expect(statisticsOf(kernel, reaped)?.reaped).toBeGreaterThan(0)
    expect(statisticsOf(kernel, shrunk)?.reaped).toBe(0)
  })

  test('a machine without debugging has none', () => {
    kernel = boot()
    expect(statisticsOf(kernel, create('uncounted', 100))).toBeNull()
  })
})
