/** Judges the reader on written lines, on the text of live machines, and on made-up files. */
import { attempt, random, sample } from 'kmalloc-course/check'
import { GFP_KERNEL, boot, slabsOf } from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { type CacheLine, memoryUsed, readSlabinfo } from './start.ts'

const header = `slabinfo - version: 2.1
# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <batchcount> <limit> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>
`
const debugHeader = header.replace('2.1', '2.1 (statistics)')

/** A line of the file, as the kernel writes it. */
function written(cache: CacheLine): string {
  const right = (value: number, width: number): string => String(value).padStart(width)
  const first = [right(cache.active_objs, 6), right(cache.num_objs, 6), right(cache.objsize, 6)]
  const slab = [right(cache.objperslab, 4), right(cache.pagesperslab, 4)]
  const tunables = [cache.limit, cache.batchcount, cache.sharedfactor].map((n) => right(n, 4))
  const slabdata = [cache.active_slabs, cache.num_slabs, cache.sharedavail].map((n) => right(n, 6))
  return (
    `${cache.name.padEnd(17)} ${[...first, ...slab].join(' ')}` +
    ` : tunables ${tunables.join(' ')} : slabdata ${slabdata.join(' ')}`
  )
}

/** From numbers in the order of the file. */
function cacheLine(name: string, ...numbers: readonly number[]): CacheLine {
  const at = (place: number): number => numbers[place] ?? 0
  return {
    name,
    active_objs: at(0),
    num_objs: at(1),
    objsize: at(2),
    objperslab: at(3),
    pagesperslab: at(4),
    limit: at(5),
    batchcount: at(6),
    sharedfactor: at(7),
    active_slabs: at(8),
    num_slabs: at(9),
    sharedavail: at(10),
  }
}

const fieldLook = 'The numbers of a line and their order: which place has this one?'
const fields = [
  'active_objs',
  'num_objs',
  'objsize',
  'objperslab',
  'pagesperslab',
  'limit',
  'batchcount',
  'sharedfactor',
  'active_slabs',
  'num_slabs',
  'sharedavail',
] as const

const dentry = cacheLine('dentry_cache', 8092, 8456, 140, 28, 1, 120, 60, 0, 302, 302, 0)
const task = cacheLine('task_struct', 61, 65, 1424, 5, 2, 24, 12, 0, 13, 13, 0)
const twin = cacheLine('size-128(DMA)', 0, 0, 128, 31, 1, 120, 60, 0, 0, 0, 0)
const longName = cacheLine('ip_conntrack_expectations', 12, 31, 128, 31, 1, 120, 60, 8, 1, 1, 3)

/** Reads the text and compares cache by cache, field by field, so that a verdict can name the field. */
function expectCaches(
  what: string,
  text: string,
  wanted: readonly CacheLine[],
  look: string,
): void {
  const found = attempt(`the names of the caches in ${what}`, { look }, () => {
    const caches = readSlabinfo(text)
    expect(caches.map(({ name }) => name)).toEqual(wanted.map(({ name }) => name))
    return caches
  })
  for (const [index, cache] of wanted.entries()) {
    for (const field of fields) {
      attempt(`${field} of ${cache.name} in ${what}`, { look: fieldLook }, () =>
        expect(found[index]?.[field]).toBe(cache[field]),
      )
    }
  }
}

test('passes over the two lines at the top', () => {
  attempt(
    'the names of the caches in a file with two header lines, dentry_cache and task_struct',
    { look: 'Which lines are caches? What have they in second place that the others have not?' },
    () => {
      const caches = readSlabinfo(`${header}${written(dentry)}\n${written(task)}\n`)
      expect(caches.map(({ name }) => name)).toEqual(['dentry_cache', 'task_struct'])
    },
  )
})

test('reads every number of a line', () => {
  const text = `${header}${written(dentry)}\n${written(task)}\n`
  expectCaches('a file with dentry_cache and task_struct', text, [dentry, task], fieldLook)
})

test('reads the twins for DMA', () => {
  const look = 'A name is everything up to the first space, parentheses included.'
  expectCaches('a file with one cache, size-128(DMA)', `${header}${written(twin)}\n`, [twin], look)
})

test('reads a name that is longer than its column', () => {
  const look = 'What separates the parts in every line, whatever the columns are?'
  const text = `${header}${written(longName)}\n`
  expectCaches(`a file with one cache, ${longName.name}`, text, [longName], look)
})

test('finds nothing in an empty text, and needs no newline at the end', () => {
  const look = 'Splitting at newlines can leave an empty line at the end.'
  expectCaches('an empty text', '', [], look)
  expectCaches('a file with nothing but the two header lines', header, [], look)
  const text = header + written(task)
  expectCaches('a file whose last line has no newline', text, [task], look)
})

test('passes over what a debugging kernel adds', () => {
  const more = ' : globalstat      80     78    13    0    0    0    0    0 : cpustat 52 13 5 0'
  const text = `${debugHeader}${written(task)}${more}\n${written(twin)}${more}\n`
  const look = 'The numbers you want have their places from the left.'
  expectCaches('a file of a debugging kernel, with more groups', text, [task, twin], look)
})

test('reads any file', () => {
  for (const count of sample(4, () => random.integer(1, 6))) {
    const caches = sample(count, randomCache)
    const text = `${header}${caches.map(written).join('\n')}\n`
    const look = 'Numbers can fill their columns, and names can be longer than theirs.'
    expectCaches(`a made-up file with ${count} caches`, text, caches, look)
  }
})

function randomCache(): CacheLine {
  const kind = random.pick(['bio', 'ext3_inode', 'ip_fib', 'sock_inode', 'tcp_bind_bucket'])
  const ending = random.pick(['', '_cache', '(DMA)', ':0', '#2', '-expectations', '_cache(DMA)'])
  const objperslab = random.integer(1, 400)
  const order = random.integer(0, 5)
  const slabs = random.integer(0, 200000 >> order)
  return cacheLine(
    `${kind}-${random.integer(1, 999)}${ending}`,
    random.integer(0, slabs * objperslab),
    slabs * objperslab,
    random.integer(4, 131072),
    objperslab,
    1 << order,
    random.pick([8, 24, 54, 120]),
    random.pick([4, 12, 27, 60]),
    random.pick([0, 8]),
    random.integer(0, slabs),
    slabs,
    random.integer(0, 480),
  )
}

test('memoryUsed counts whole slabs', () => {
  attempt(
    'memoryUsed of a cache with 3 slabs of 2 pages, 2 of them with active objects',
    { look: 'Slabs times pages per slab times the length of a page.' },
    () => {
      const cache = cacheLine('task_struct', 9, 15, 1424, 5, 2, 24, 12, 0, 2, 3, 0)
      expect(memoryUsed(cache), 'bytes').toBe(24576)
    },
  )
  attempt(
    'memoryUsed of a cache without slabs',
    { look: 'A cache without slabs takes no memory, however long its objects are.' },
    () => expect(memoryUsed(twin), 'bytes').toBe(0),
  )
})

test('memoryUsed is right for any cache', () => {
  for (const cache of sample(12, randomCache)) {
    attempt(
      `memoryUsed of a cache with ${cache.num_slabs} slabs of ${cache.pagesperslab} pages, ${cache.num_objs} objects of ${cache.objsize} bytes`,
      { look: 'A slab takes its pages, whatever is in them.' },
      () => expect(memoryUsed(cache), 'bytes').toBe(cache.num_slabs * cache.pagesperslab * 4096),
    )
  }
})

test('agrees with a live machine about every cache', () => {
  const profile = random.pick(['article', 'pentium-m', 'p3-laptop'] as const)
  const kernel = boot({ profile })
  for (const size of sample(150, () => random.integer(1, 20000))) kernel.kmalloc(size, GFP_KERNEL)
  const when = `after 150 random kmallocs on the machine "${profile}"`
  const caches = attempt(
    `the names of the caches ${when}`,
    { look: 'Is there one entry for each line, in the order of the file?' },
    () => {
      const found = readSlabinfo(kernel.slabinfo())
      const names = kernel.caches().map(({ name }) => name)
      expect(found.map(({ name }) => name)).toEqual(names)
      return found
    },
  )
  for (const [index, cache] of kernel.caches().entries()) {
    const { full, partial, free } = slabsOf(kernel, cache)
    const pages = (full.length + partial.length + free.length) << cache.gfporder
    attempt(
      `memoryUsed of ${cache.name} ${when}`,
      { look: 'A slab takes its pages, whatever is in them.' },
      () => {
        const line = caches[index]
        expect(line && memoryUsed(line)).toBe(pages * 4096)
      },
    )
  }
})
