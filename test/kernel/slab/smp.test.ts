/** The slab allocator on several processors: an array for each in every cache, and one that they share. */
import { describe, expect, test } from 'vitest'
import {
  arrayOf,
  arraysOf,
  boot,
  findProblems,
  GFP_ATOMIC,
  GFP_KERNEL,
  KernelHang,
  locate,
  objectsInUse,
  sharedArrayOf,
  slabsOf,
  watchEvents,
  type BootOptions,
  type Kernel,
  type kmem_cache,
  type VirtualAddress,
} from '#kernel/index.ts'
import { s_show } from '#kernel/proc/slabinfo.ts'
import { existing } from '../../existing.ts'

const CREATE = { name: 'own', size: 128 }

function create(kernel: Kernel, size = CREATE.size): kmem_cache {
  return existing(kernel.kmem_cache_create(CREATE.name, size))
}

function general(kernel: Kernel, size: number): kmem_cache {
  return existing(kernel.malloc_sizes.find(({ cs_size }) => cs_size === size)).cs_cachep
}

function take(kernel: Kernel, cache: kmem_cache, count: number): VirtualAddress[] {
  return Array.from({ length: count }, () => kernel.kmem_cache_alloc(cache, GFP_KERNEL))
}

function give(kernel: Kernel, cache: kmem_cache, objects: readonly VirtualAddress[]): void {
  for (const object of objects) kernel.kmem_cache_free(cache, object)
}

const avails = (kernel: Kernel, cache: kmem_cache): number[] =>
  arraysOf(kernel, cache).map(({ avail }) => avail)

describe('a kernel for several processors', () => {
  test.each([
    [1, { smp: false }, 120],
    [2, { smp: true, nrCpus: 2 }, 128],
    [4, { smp: true, nrCpus: 4 }, 136],
    [8, { smp: true, nrCpus: 8 }, 152],
    [32, { smp: true, nrCpus: 32 }, 248],
  ])('built for %i, a cache descriptor has as many bytes as in the kernel', (_, options, bytes) => {
    const kernel = boot({ ...options, cpuLine: 16 })
    const own = kernel.caches().at(-1)
    expect(own?.objsize).toBe(Math.ceil(bytes / 16) * 16)
    expect(kernel.machine.kmemCacheBytes).toBe(bytes)
  })

  test.each([
    [32, 8, 480],
    [256, 8, 480],
    [512, 8, 216],
    [2048, 8, 96],
    [4096, 8, 96],
    [8192, 0, 0],
  ])('has a shared array for %i bytes of %i batches: %i objects', (size, factor, limit) => {
    const kernel = boot({ smp: true })
    const cache = general(kernel, size)
    expect(s_show(kernel.machine, cache).sharedfactor).toBe(factor)
    expect(sharedArrayOf(kernel, cache)?.limit).toBe(limit)
  })

  test.each([1, 2, 3, 4])('gives every cache %i arrays, and nothing is wrong with them', (cpus) => {
    const kernel = boot({ cpus })
    for (const cache of kernel.caches()) {
      const arrays = arraysOf(kernel, cache)
      expect(arrays).toHaveLength(cpus)
      expect(new Set(arrays.map(({ address }) => address)).size).toBe(cpus)
      for (const { limit } of arrays) expect(limit).toBe(cache.limit)
    }
    expect(findProblems(kernel)).toEqual([])
  })

  /** With batches of 60, and 119 objects in a slab. */
  test.each([
    [1, 2 * 60 + 119],
    [2, 2 * 60 + 119],
    [3, 3 * 60 + 119],
    [4, 4 * 60 + 119],
  ])(
    'with %i online, size-32 may keep %i: the last one was not counted yet',
    (cpus, free_limit) => {
      expect(general(boot({ cpus, smp: true }), 32).free_limit).toBe(free_limit)
    },
  )

  test.each([1, 2, 3, 4])(
    'with %i online, a new cache may keep one batch more than that',
    (cpus) => {
      const cache = create(boot({ cpus, smp: true }))
      expect(cache.free_limit).toBe((1 + cpus) * cache.batchcount + cache.num)
    },
  )
})

describe('an array', () => {
  test('is filled and used by its processor alone', () => {
    const kernel = boot({ cpus: 2 })
    const cache = create(kernel)
    take(kernel, cache, 1)
    expect(avails(kernel, cache)).toEqual([15, 0])
    kernel.onCpu(1, () => take(kernel, cache, 2))
    // The slab has 31 objects: 16 went to the first processor, 15 to the second.
    expect(avails(kernel, cache)).toEqual([15, 13])
    expect(kernel.onCpu(1, () => arrayOf(kernel, cache).avail)).toBe(13)
  })

  test('gets what its processor frees, wherever it was taken', () => {
    const kernel = boot({ cpus: 4 })
    const cache = create(kernel)
    const [object = 0] = take(kernel, cache, 1)
    kernel.onCpu(3, () => kernel.kmem_cache_free(cache, object))
    expect(arraysOf(kernel, cache)[3]?.entries).toEqual([object])
    expect(locate(kernel, object)?.state).toBe('in array')
    expect(objectsInUse(kernel, cache)).toEqual([])
    expect(kernel.kmem_cache_alloc(cache, GFP_KERNEL)).not.toBe(object)
    expect(kernel.onCpu(3, () => kernel.kmem_cache_alloc(cache, GFP_KERNEL))).toBe(object)
  })
})

describe('the shared array', () => {
  test('takes the oldest batch of a full array, and gives it to another processor', () => {
    const kernel = boot({ cpus: 2 })
    const cache = create(kernel)
    const objects = take(kernel, cache, 121)
    kernel.onCpu(1, () => give(kernel, cache, objects))
    expect(sharedArrayOf(kernel, cache)?.entries).toEqual(objects.slice(0, 60))
    expect(avails(kernel, cache)[1]).toBe(61)
    const left = avails(kernel, cache)[0] ?? 0
    take(kernel, cache, left)
    const [next] = take(kernel, cache, 1)
    expect(next).toBe(objects[59])
    expect(sharedArrayOf(kernel, cache)?.entries).toEqual([])
  })

  test('lets one processor take and another free for ever without a new slab', () => {
    const kernel = boot({ cpus: 2 })
    const cache = create(kernel)
    const round = (): void => {
      const objects = take(kernel, cache, 60)
      kernel.onCpu(1, () => give(kernel, cache, objects))
    }
    for (let i = 0; i < 10; i++) round()
    const { slabsEver } = cache
    for (let i = 0; i < 50; i++) round()
    expect(cache.slabsEver).toBe(slabsEver)
    expect(findProblems(kernel)).toEqual([])
  })

  test('takes only as much of a batch as there is room for, and when full nothing', () => {
    const kernel = boot({ cpus: 2 })
    const cache = create(kernel)
    kernel.slabinfo_write('own 4 3 1')
    const objects = take(kernel, cache, 12)
    kernel.onCpu(1, () => give(kernel, cache, objects.slice(0, 5)))
    expect(sharedArrayOf(kernel, cache)?.avail).toBe(3)
    const free = cache.free_objects
    kernel.onCpu(1, () => give(kernel, cache, objects.slice(5, 8)))
    expect(sharedArrayOf(kernel, cache)?.avail).toBe(3)
    expect(cache.free_objects).toBe(free + 3)
  })

  test('is counted in slabinfo, and its objects as active', () => {
    const kernel = boot({ cpus: 2 })
    const cache = create(kernel)
    const objects = take(kernel, cache, 121)
    kernel.onCpu(1, () => give(kernel, cache, objects))
    expect(kernel.slabinfo()).toMatch(/^own +\d+ +\d+ +128 .*: tunables +120 +60 +8 : .* 60$/m)
    const { active_objs } = s_show(kernel.machine, cache)
    expect(active_objs).toBe(cache.slabsEver * cache.num - cache.free_objects)
  })
})

describe('whoever works for all processors', () => {
  function filled(kernel: Kernel): kmem_cache {
    const cache = create(kernel)
    const objects = take(kernel, cache, 400)
    for (const { id } of kernel.machine.cpus) {
      kernel.onCpu(id, () => give(kernel, cache, objects.splice(0, 70)))
    }
    kernel.onCpu(1, () => give(kernel, cache, objects))
    expect(sharedArrayOf(kernel, cache)?.avail).toBeGreaterThan(0)
    return cache
  }

  test.each([2, 3, 4])('shrinking empties the arrays of all %i, and the shared one', (cpus) => {
    const kernel = boot({ cpus })
    const cache = filled(kernel)
    expect(kernel.onCpu(cpus - 1, () => kernel.kmem_cache_shrink(cache))).toBe(0)
    expect(avails(kernel, cache)).toEqual(Array.from({ length: cpus }, () => 0))
    expect(sharedArrayOf(kernel, cache)?.avail).toBe(0)
    expect(slabsOf(kernel, cache)).toEqual({ partial: [], full: [], free: [] })
    expect(kernel.smp_processor_id()).toBe(0)
    expect(findProblems(kernel)).toEqual([])
  })

  test.each([2, 4])('destroying gives all arrays of %i processors back', (cpus) => {
    const kernel = boot({ cpus })
    const before = objectsInUse(kernel, general(kernel, 512)).length
    const cache = filled(kernel)
    expect(objectsInUse(kernel, general(kernel, 512))).toHaveLength(before + cpus)
    expect(kernel.kmem_cache_destroy(cache)).toBe(0)
    expect(objectsInUse(kernel, general(kernel, 512))).toHaveLength(before)
    expect(findProblems(kernel)).toEqual([])
  })

  test('tuning replaces the arrays of all', () => {
    const kernel = boot({ cpus: 3 })
    const cache = filled(kernel)
    const old = cache.arrays
    expect(kernel.slabinfo_write('own 40 20 2')).toBeGreaterThan(0)
    expect(avails(kernel, cache)).toEqual([0, 0, 0])
    expect(arraysOf(kernel, cache).map(({ limit }) => limit)).toEqual([40, 40, 40])
    expect(cache.arrays.some((array) => old.includes(array))).toBe(false)
    expect(cache.free_limit).toBe(4 * 20 + cache.num)
    expect(sharedArrayOf(kernel, cache)?.limit).toBe(40)
    expect(findProblems(kernel)).toEqual([])
  })

  test('tuning gives up all new arrays when one of them has no memory', () => {
    const kernel = boot({ cpus: 3 })
    const cache = filled(kernel)
    const old = cache.arrays
    // The first array takes a whole slab of its cache: the second one needs pages, and asks twice.
    const stop = watchEvents(kernel, ({ name }) => {
      if (name === 'failed-on-purpose') kernel.failPageAllocation()
    })
    kernel.failPageAllocation(2)
    expect(kernel.slabinfo_write('own 30000 20 2')).toBe(-12)
    stop()
    kernel.failPageAllocation(0)
    expect(cache.arrays).toEqual(old)
    expect(objectsInUse(kernel, general(kernel, 131072))).toEqual([])
    expect(findProblems(kernel)).toEqual([])
  })

  test('the reaper looks at the array of its own processor', () => {
    const kernel = boot({ cpus: 2 })
    const cache = filled(kernel)
    const [first = 0, second = 0] = avails(kernel, cache)
    kernel.onCpu(1, () => kernel.cache_reap())
    expect(avails(kernel, cache)[0]).toBe(first)
    expect(avails(kernel, cache)[1]).toBe(second - 24)
  })

  test('waits for ever for a processor that has interrupts off', () => {
    const kernel = boot({ cpus: 2 })
    const cache = create(kernel)
    kernel.onCpu(1, () => kernel.local_irq_disable())
    expect(() => kernel.kmem_cache_shrink(cache)).toThrow(KernelHang)
    kernel.onCpu(1, () => kernel.local_irq_enable())
    expect(kernel.kmem_cache_shrink(cache)).toBe(0)
  })
})

describe('a destructor that runs while a batch comes back', () => {
  /** Has a cache give back slabs while objects come back, and its destructor call this. */
  function destructing(
    options: BootOptions,
    body: (kernel: Kernel, own: kmem_cache) => void,
  ): void {
    const kernel = boot(options)
    const own: kmem_cache = existing(
      kernel.kmem_cache_create(
        'own',
        1000,
        0,
        0,
        () => {},
        () => body(kernel, own),
      ),
    )
    give(kernel, own, take(kernel, own, 600))
  }

  const empty = (kernel: Kernel, own: kmem_cache): void => void kernel.kmem_cache_shrink(own)
  const takeMany = (kernel: Kernel, own: kmem_cache): void => void take(kernel, own, 100)

  test.each([
    ['shrinks its own cache', empty],
    ['takes objects until the array is empty', takeMany],
    [
      'does it on another processor',
      (kernel: Kernel, own: kmem_cache) => kernel.onCpu(1, () => takeMany(kernel, own)),
    ],
  ])('and %s waits for ever for the lock of its cache', (_, body) => {
    expect(() => destructing({ cpus: 2 }, body)).toThrow(/^spin_lock: waits for ever .* cache own/)
  })

  test('may use other caches', () => {
    expect(() =>
      destructing({ cpus: 2 }, (kernel) => kernel.kfree(kernel.kmalloc(100, GFP_ATOMIC))),
    ).not.toThrow()
  })

  test('does not hold the lock while its cache is shrunk', () => {
    const kernel = boot({ cpus: 2 })
    const own: kmem_cache = existing(
      kernel.kmem_cache_create(
        'own',
        1000,
        0,
        0,
        () => {},
        () => give(kernel, own, take(kernel, own, 1)),
      ),
    )
    give(kernel, own, take(kernel, own, 1))
    expect(() => kernel.kmem_cache_shrink(own)).not.toThrow()
  })
})

describe('a function that all processors carry out', () => {
  test('is a handler on the others: at its end softirqs run', () => {
    const kernel = boot({ cpus: 2 })
    const ran: number[] = []
    kernel.open_softirq(5, () => ran.push(kernel.smp_processor_id()))
    kernel.onCpu(1, () => kernel.raise_softirq(5))
    kernel.kmem_cache_shrink(create(kernel))
    expect(ran).toEqual([1])
  })

  test('keeps other tasks away, so that one that waits runs afterwards', () => {
    const kernel = boot({ cpus: 2, preemptible: true })
    const cache = create(kernel)
    kernel.set_need_resched()
    kernel.kmem_cache_shrink(cache)
    expect(kernel.machine.cpu.need_resched).toBe(false)
    expect(kernel.preempt_count()).toBe(0)
  })
})

describe('events', () => {
  const told = (kernel: Kernel, call: () => unknown): (number | undefined)[] => {
    const cpus: (number | undefined)[] = []
    const stop = watchEvents(kernel, ({ name, values }) => {
      if (name === 'processor') cpus.push(values['cpu'])
    })
    call()
    stop()
    return cpus
  }

  test('say for each call which processor carries it out', () => {
    const kernel = boot({ cpus: 2 })
    const twice = (): void => {
      kernel.kmalloc(1, GFP_KERNEL)
      kernel.onCpu(1, () => kernel.kmalloc(1, GFP_KERNEL))
    }
    expect(told(kernel, twice)).toEqual([0, 1])
  })

  test('say when other processors take part, and who goes on', () => {
    const kernel = boot({ cpus: 3 })
    const cache = create(kernel)
    expect(told(kernel, () => kernel.kmem_cache_shrink(cache))).toEqual([0, 1, 0, 2, 0])
  })

  test('say nothing of it where there is one processor', () => {
    const kernel = boot({ smp: true })
    expect(told(kernel, () => kernel.kmalloc(1, GFP_KERNEL))).toEqual([])
  })
})
