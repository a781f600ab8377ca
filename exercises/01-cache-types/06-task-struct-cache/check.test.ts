/** Judges the processes by their task_structs in memory, down to an empty cache at the end, and the cost by live caches. */
import { attempt, hex, random, sample } from 'kmalloc-course/check'
import {
  GFP_KERNEL,
  NULL,
  boot,
  findProblems,
  locate,
  slabsOf,
  type BootOptions,
  type Kernel,
  type kmem_cache,
} from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { cost, taskTable } from './start.ts'

/** A machine of its own: the name of a cache can be used once. */
function start(size: number, options: BootOptions = {}) {
  const kernel = boot(options)
  const table = taskTable(kernel, size)
  return { kernel, table }
}

/** The state of a process that runs, and of one that is gone. */
const RUNNING = 0
const DEAD = 32

function expectTask(kernel: Kernel, address: number, pid: number): void {
  const place = locate(kernel, address)
  expect(place && { cache: place.cache.name, state: place.state }, `at ${hex(address)}`).toEqual({
    cache: 'task_struct',
    state: 'in use',
  })
  expect(kernel.read32(address), `pid at ${hex(address)}`).toBe(pid)
  expect(kernel.read32(address + 4), `state at ${hex(address + 4)}`).toBe(RUNNING)
}

test('makes a cache named task_struct, its objects at multiples of 16', () => {
  for (const [size, objsize] of [
    [1424, 1424],
    [1300, 1312],
  ] as const) {
    attempt(
      `taskTable(kernel, ${size}), the newest cache of a 256 MB machine`,
      { look: 'The third argument of kmem_cache_create is the alignment, the fourth the flags.' },
      () => {
        const { kernel, table } = start(size)
        const [newest] = kernel.caches()
        expect(newest?.name).toBe('task_struct')
        expect(table.cache, 'the cache of the table').toBe(newest)
        expect(newest?.objsize, 'bytes from one object to the next').toBe(objsize)
      },
    )
  }
})

test('stops the kernel when there is no memory for the cache', () => {
  attempt(
    'taskTable(kernel, 1424) when no page is left for the descriptor of another cache',
    { look: 'Without processes no kernel can go on. Which flag says so to kmem_cache_create?' },
    () => {
      const kernel = boot()
      for (let made = 0; made < 5; made++) kernel.kmem_cache_create(`other-${made}`, 100)
      kernel.failPageAllocation(1)
      expect(() => taskTable(kernel, 1424)).toThrow(/failed to create slab/)
    },
  )
})

test('fork gives each process a task_struct of its own, from this cache', () => {
  const { kernel, table } = start(1424)
  for (let pid = 1; pid <= 12; pid++) {
    attempt(
      `fork() number ${pid}, then find(${pid})`,
      { look: 'An object of the cache, the pid in its first four bytes, the state in the next.' },
      () => {
        expect(table.fork(), 'the pid').toBe(pid)
        expectTask(kernel, table.find(pid), pid)
      },
    )
  }
  attempt('the 12 addresses together', { look: 'Each process needs an object of its own.' }, () => {
    const addresses = sample(12, () => 0).map((_, index) => table.find(index + 1))
    expect(new Set(addresses).size, 'different addresses').toBe(12)
  })
})

test('a new process finds nothing of an old one', () => {
  attempt(
    'fork(), exit(1), fork(): the second process gets the task_struct of the first',
    { look: 'What stands in an object that somebody gave back? Who writes the state?' },
    () => {
      const { kernel, table } = start(1424)
      table.fork()
      const old = table.find(1)
      expect(table.exit(1), 'exit(1)').toBe(true)
      expect(kernel.read32(old + 4), 'state in the object given back').toBe(DEAD)
      expect(table.fork(), 'the next pid').toBe(2)
      expect(hex(table.find(2)), 'its task_struct, the object used before').toBe(hex(old))
      expectTask(kernel, old, 2)
    },
  )
})

test('there is no process that was never started, or has ended', () => {
  const look = 'Forget the pid when its process ends.'
  const { table } = start(1424)
  table.fork()
  table.fork()
  table.exit(1)
  for (const pid of [0, 1, 3]) {
    attempt(
      `find(${pid}) and exit(${pid}), when of the processes 1 and 2 the first has ended`,
      { look },
      () => {
        expect(hex(table.find(pid)), `find(${pid})`).toBe(hex(NULL))
        expect(table.exit(pid), `exit(${pid})`).toBe(false)
      },
    )
  }
})

test('an exit too many does no harm', () => {
  attempt(
    'fork(), exit(1), exit(1) again, and two forks',
    { look: 'An object given back twice lies in the array twice, and is handed out twice.' },
    () => {
      const { table } = start(1424)
      table.fork()
      table.exit(1)
      table.exit(1)
      const two = [table.fork(), table.fork()].map((pid) => table.find(pid))
      expect(new Set(two).size, 'task_structs of two processes').toBe(2)
    },
  )
})

test('fork gives 0 when there is no memory, and uses up no pid', () => {
  attempt(
    'fork() when no page can be had for the first slab, and fork() once more',
    { look: 'Compare the address with NULL before you write, and before you count.' },
    () => {
      const { kernel, table } = start(1424)
      kernel.failPageAllocation(1)
      expect(table.fork(), 'the first').toBe(0)
      expect(hex(table.find(0)), 'find(0)').toBe(hex(NULL))
      expect(table.fork(), 'the second').toBe(1)
    },
  )
})

test('when all have ended, nothing is left in use', () => {
  attempt(
    '20 forks, 20 exits, kmem_cache_destroy: 0 says that no object was in use',
    { look: 'What you take you give back: one kmem_cache_free for each kmem_cache_alloc.' },
    () => {
      const { kernel, table } = start(1424)
      const pids = sample(20, () => table.fork())
      for (const pid of pids) table.exit(pid)
      expect(kernel.kmem_cache_destroy(table.cache)).toBe(0)
    },
  )
})

test('a day of forks and exits on any machine', () => {
  const profile = random.pick(['p3-laptop', 'pentium-m', 'p3-on-p4'] as const)
  const size = random.integer(1000, 1700)
  const { kernel, table } = start(size, { profile })
  const others = generalCaches(kernel)
  const alive = new Map<number, number>()
  for (let step = 1; step <= 150; step++) {
    const [oldest] = random.shuffle([...alive.keys()])
    const ends = oldest !== undefined && random.integer(0, 9) < 4
    attempt(
      `step ${step} of a day of forks and exits, task_structs of ${size} bytes, machine "${profile}": ${ends ? `exit(${oldest})` : 'fork()'}`,
      { look: 'Which processes live, and where are their task_structs?' },
      () => {
        if (ends) {
          expect(table.exit(oldest)).toBe(true)
          alive.delete(oldest)
          return
        }
        const pid = table.fork()
        expect([...alive.keys()], 'pids of others').not.toContain(pid)
        expect([...alive.values()], 'task_structs of others').not.toContain(table.find(pid))
        alive.set(pid, table.find(pid))
      },
    )
  }
  attempt(
    `the end of that day: everybody exits`,
    { look: 'Each object goes back to its cache once, and nothing else is touched.' },
    () => {
      for (const [pid, address] of alive) expectTask(kernel, address, pid)
      for (const pid of alive.keys()) table.exit(pid)
      expect(findProblems(kernel), 'what is wrong with the machine').toEqual([])
      expect(generalCaches(kernel), 'slabs of the caches of kmalloc').toEqual(others)
      expect(kernel.kmem_cache_destroy(table.cache), 'kmem_cache_destroy').toBe(0)
    },
  )
})

/** The long objects' caches of kmalloc, with the number of their slabs. */
function generalCaches(kernel: Kernel): string[] {
  return kernel.malloc_sizes
    .filter(({ cs_size }) => cs_size >= 1024)
    .map(({ cs_cachep }) => `${cs_cachep.name}: ${pagesOf(kernel, cs_cachep)} pages`)
}

function pagesOf(kernel: Kernel, cache: kmem_cache): number {
  const { full, partial, free } = slabsOf(kernel, cache)
  return (full.length + partial.length + free.length) << cache.gfporder
}

/** The cache that kmalloc takes for so many bytes. */
function generalCache(kernel: Kernel, size: number): kmem_cache {
  const found = kernel.malloc_sizes.find(({ cs_size }) => cs_size >= size)
  if (!found) throw new Error(`kmalloc has no ${size} bytes`)
  return found.cs_cachep
}

/** Caches for the same objects, one of their own and that of kmalloc, on one machine. */
function bothCaches(kernel: Kernel, size: number): kmem_cache[] {
  const own = kernel.kmem_cache_create(`own-${size}`, size, 16)
  if (own === null) throw new Error(`no cache for ${size} bytes`)
  return [own, generalCache(kernel, size)]
}

test('cost: what nobody asked for', () => {
  const kernel = boot()
  for (const size of [1424, 1600, 1310, 2048]) {
    for (const cache of bothCaches(kernel, size)) {
      attempt(
        `cost(${cache.name}, ${size}, 10): objects of ${cache.objsize} bytes`,
        { look: 'The length of an object less the bytes that were asked for.' },
        () => expect(cost(cache, size, 10).waste, 'bytes of an object').toBe(cache.objsize - size),
      )
    }
  }
})

const costLook = 'Objects come in slabs. How many slabs are needed, and how many pages has each?'

test('cost: pages, slab by slab', () => {
  const kernel = boot()
  for (const size of [1424, 1600, 700]) {
    for (const cache of bothCaches(kernel, size)) {
      const { name, num, gfporder } = cache
      for (const count of [300, 301, 7, 1, 0]) {
        const slabs = (count + num - 1 - ((count + num - 1) % num)) / num
        attempt(
          `cost(${name}, ${size}, ${count}): ${num} objects to a slab of ${1 << gfporder} pages`,
          { look: costLook },
          () => expect(cost(cache, size, count).pages, 'pages').toBe(slabs * 2 ** gfporder),
        )
      }
    }
  }
})

test('cost says what a live machine will pay', () => {
  const options = { kernelLine: 64, cpuLine: 64, megabytes: random.pick([24, 96]) }
  const kernel = boot(options)
  for (const size of sample(6, () => random.integer(200, 6000))) {
    const count = random.integer(1, 90)
    const cache = kernel.kmem_cache_create(`own-${size}-${count}`, size)
    if (cache === null) throw new Error(`no cache for ${size} bytes`)
    for (let made = 0; made < count; made++) kernel.kmem_cache_alloc(cache, GFP_KERNEL)
    attempt(
      `cost of ${count} objects of ${size} bytes, on a machine with ${options.megabytes} MB: slabs of order ${cache.gfporder}, ${cache.num} objects each`,
      { look: costLook },
      () => expect(cost(cache, size, count).pages, 'pages').toBe(pagesOf(kernel, cache)),
    )
  }
})
