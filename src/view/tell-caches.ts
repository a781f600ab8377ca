/** The call story of caches: made, emptied and destroyed. */
import { isYes, many, pagesOf, told, whichArray, type Tellers } from './tellers.ts'

export const tellCaches: Tellers<
  | 'context'
  | 'alignment'
  | 'order-tried'
  | 'nothing-fits'
  | 'management'
  | 'colours'
  | 'array-size'
  | 'array-replaced'
  | 'no-array'
  | 'cache-created'
  | 'array-drained'
  | 'slab-unused'
  | 'slabs-left'
  | 'cache-busy'
  | 'cache-empty'
> = {
  context: (of) =>
    isYes(of('in_interrupt'))
      ? told(
          'this is not allowed here',
          `an interrupt runs: preempt_count is ${mask(of('preempt_count'))}`,
        )
      : told('may go on', 'no interrupt runs'),
  alignment: (of) => {
    const words = of('words')
    const align = of('align')
    const line = of('cpu_line')
    const asked = of('asked')
    const ways = isYes(of('hwalign'))
      ? words > line / 2
        ? `SLAB_HWCACHE_ALIGN: a cache line has ${line} bytes`
        : `SLAB_HWCACHE_ALIGN: a cache line of ${line} bytes is halved while two objects fit`
      : 'whole words'
    const reason = align === asked && asked > 4 ? `${asked} was asked for` : ways
    return told(`objects of ${words} bytes begin at multiples of ${align}`, reason)
  },
  'order-tried': (of) => {
    const num = of('num')
    const left = of('left_over')
    const bytes = of('slab_bytes')
    const order = of('gfporder')
    const text = `${pagesOf(order)}: ${many(num, 'object')}, ${left} bytes left over`
    if (num === 0) return told(text, 'not one fits')
    if (left * 8 <= bytes) return told(text, `good: ${left} x 8 <= ${bytes}`)
    if (order >= of('break_order')) {
      return told(
        text,
        `${left} x 8 > ${bytes}, but more pages are only for objects that need them`,
      )
    }
    return told(text, `too much: ${left} x 8 > ${bytes}`)
  },
  'nothing-fits': (of) =>
    told(
      'there is no cache of such objects',
      `${of('objsize')} bytes do not fit into ${of('slab_bytes')}`,
    ),
  management: (of) => {
    const words = of('words')
    const limit = of('limit')
    const size = of('slab_size')
    const left = of('left_over')
    if (words < limit) return told('a slab keeps its notes itself', `${words} < ${limit}`)
    return isYes(of('off_slab'))
      ? told(
          'the notes of a slab are kept outside',
          `${words} >= ${limit}, and ${left} bytes left over have no room for ${size}`,
        )
      : told(
          'a slab keeps its notes itself after all',
          `${words} >= ${limit}, but what is left over had room for ${size} and ${left} more`,
        )
  },
  colours: (of) =>
    told(
      many(of('colour'), 'colour'),
      `${of('left_over')} bytes left over, ${of('colour_off')} for each`,
    ),
  'array-size': (of) => {
    const array = `an array for ${many(of('limit'), 'object')}, filled ${of('batchcount')} at a time`
    const size = `objects of ${of('objsize')} bytes`
    return of('shared') === 0
      ? told(array, size)
      : told(`${array}; a shared one for ${of('shared')} times that`, size)
  },
  'array-replaced': (of) => {
    const batch = of('batchcount')
    const num = of('num')
    const batches = 1 + of('cpus')
    const array = of('cpus') === 1 ? 'a new array' : `${of('cpus')} new arrays, each`
    return told(
      `uses ${array} for ${many(of('limit'), 'object')}`,
      `free_limit is ${batches} x ${batch} + ${num} = ${batches * batch + num} now`,
    )
  },
  'no-array': (of) =>
    told('gets no array', `there is no memory for one of ${many(of('limit'), 'object')}`),
  'cache-created': (of, cache) =>
    told(
      `${cache} is ready`,
      `${many(of('num'), 'object')} of ${of('objsize')} bytes in a slab of ${pagesOf(of('gfporder'))}`,
    ),
  'array-drained': (of) =>
    told(`${many(of('avail'), 'object')} in ${whichArray(of('shared'))} go back to their slabs`),
  'slab-unused': (of) => told(`slab ${of('slab')} is destroyed`, 'nobody uses any of its objects'),
  'slabs-left': (of) => {
    const full = isYes(of('full'))
    const partial = isYes(of('partial'))
    if (!full && !partial) return told('no slab is left')
    const lists =
      full && partial ? 'full and partial list have' : `the ${full ? 'full' : 'partial'} list has`
    return told('some objects are still in use', `${lists} slabs`)
  },
  'cache-busy': () => told('keeps the cache', 'some objects are still in use'),
  'cache-empty': () => told('gives arrays and descriptor back', 'no slab is left'),
}

function mask(preempt_count: number): string {
  return `0x${preempt_count.toString(16)}`
}
