/** The call story of objects: from kmalloc and kfree through array and slabs to new and destroyed ones. */
import { tellGfp } from './flag-names.ts'
import { address, frameName, isYes, many, pagesOf, told, type Tellers } from './tellers.ts'

export const tellSlabs: Tellers<
  | 'stopped'
  | 'size-class'
  | 'too-large'
  | 'product-too-large'
  | 'cleared'
  | 'owner'
  | 'nothing-to-free'
  | 'array-hit'
  | 'array-empty'
  | 'refill'
  | 'take-from-shared'
  | 'take-from-partial'
  | 'take-from-free'
  | 'slab-to-full'
  | 'slab-to-partial'
  | 'slabs-exhausted'
  | 'refilled'
  | 'array-room'
  | 'array-full'
  | 'flush'
  | 'flush-to-shared'
  | 'flushed'
  | 'free-objects-raised'
  | 'object-to-slab'
  | 'slab-to-partial-tail'
  | 'slab-kept'
  | 'slab-not-kept'
  | 'slab-destroyed'
  | 'mask-checked'
  | 'no-grow'
  | 'colour'
  | 'dma-checked'
  | 'pages'
  | 'no-pages'
  | 'management-on-slab'
  | 'management-off-slab'
  | 'slab-abandoned'
  | 'constructed'
  | 'destructed'
  | 'linked'
  | 'grown'
> = {
  stopped: () => told('the kernel stops here'),

  'size-class': (of, cache) => {
    const req = of('bytes_req')
    const smaller = of('smaller')
    const size = of('cs_size')
    const bound = smaller === 0 ? 'the smallest size there is' : `and ${smaller} would be too small`
    return told(`${many(req, 'byte')}: an object of ${cache}`, `${req} <= ${size}, ${bound}`)
  },
  'too-large': (of) => told('no cache is large enough', `${of('bytes_req')} > ${of('most')}`),
  'product-too-large': (of) =>
    told(
      'the product is too large',
      `${of('n')} x ${of('size')} = ${of('n') * of('size')} > ${of('most')}`,
    ),
  cleared: (of) => told(`sets ${many(of('size'), 'byte')} to zero`),

  owner: (of, cache) =>
    told(
      `the object is of ${cache}, slab ${of('slab')}`,
      `its page, ${frameName(of('frame'))}, points at both`,
    ),
  'nothing-to-free': () => told('does nothing', 'the address is NULL'),

  'array-hit': (of) =>
    told(
      `takes the top of the array, ${address(of('object'))}`,
      `${many(of('avail'), 'object')} in it`,
    ),
  'array-empty': () => told('the array must be filled first', 'it holds 0 objects'),
  refill: (of) => {
    const batch = of('batchcount')
    const wanted = of('wanted')
    const reason = isYes(of('touched'))
      ? `batchcount is ${batch}, and the array was used lately`
      : wanted < batch
        ? `batchcount is ${batch}, but the array was not used lately, so ${of('refill_limit')} at most`
        : `batchcount is ${batch}`
    return told(`asks for ${many(wanted, 'object')}`, reason)
  },
  'take-from-shared': (of) =>
    told(
      `takes ${many(of('count'), 'object')} from the shared array`,
      `it holds ${of('shared_avail')}, ${of('wanted')} are wanted`,
    ),
  'take-from-partial': (of) =>
    told(
      `takes ${many(of('count'), 'object')} from slab ${of('slab')}, the first partial one`,
      `${of('num') - of('inuse')} of ${of('num')} are free, ${of('wanted')} are wanted`,
    ),
  'take-from-free': (of) =>
    told(
      `takes ${many(of('count'), 'object')} from slab ${of('slab')}, the first free one`,
      `no partial slab; ${of('num')} of ${of('num')} are free, ${of('wanted')} are wanted`,
    ),
  'slab-to-full': (of) =>
    told(
      `slab ${of('slab')} goes to the head of the full list`,
      `${of('inuse')} of ${of('num')} are taken`,
    ),
  'slab-to-partial': (of) =>
    told(
      `slab ${of('slab')} goes to the head of the partial list`,
      `${of('inuse')} of ${of('num')} are taken`,
    ),
  'slabs-exhausted': (of) =>
    told(
      of('count') === 0 ? 'finds nothing' : `finds only ${of('count')} of ${of('wanted')}`,
      'no partial slab, no free slab',
    ),
  refilled: (of) =>
    told(
      `takes the last of ${many(of('count'), 'object')}, ${address(of('object'))}`,
      `${of('free_objects')} stay free in slabs`,
    ),

  'array-room': (of) =>
    told(
      'puts the object on top of the array',
      `${of('avail')} of ${of('limit')} places are taken`,
    ),
  'array-full': (of) =>
    told('the array must make room first', `${of('avail')} of ${of('limit')} places are taken`),
  flush: (of) =>
    told(
      `lets the oldest ${of('batchcount')} of ${many(of('avail'), 'object')} go`,
      `batchcount is ${of('batchcount')}, and the shared array has ${
        of('shared_room') > 0 ? `room for ${of('shared_room')}` : 'no room'
      }`,
    ),
  'flush-to-shared': (of) =>
    told(
      `moves ${many(of('count'), 'object')} to the shared array`,
      `it has room for ${of('shared_room')}`,
    ),
  flushed: (of) => told(`moves the other ${of('avail')} down`),

  'free-objects-raised': (of) => {
    const before = of('free_objects')
    return told(
      `counts ${many(of('count'), 'object')} as free, all at once`,
      `free_objects: ${before} + ${of('count')} = ${before + of('count')}`,
    )
  },
  'object-to-slab': (of) =>
    told(
      `object ${of('index')} goes to the front of the free list of slab ${of('slab')}`,
      `${of('inuse')} of its objects stay in use`,
    ),
  'slab-to-partial-tail': (of) =>
    told(
      `slab ${of('slab')} goes to the tail of the partial list`,
      `${of('inuse')} of its objects are in use`,
    ),
  'slab-kept': (of) =>
    told(
      `slab ${of('slab')} is empty and goes to the head of the free list`,
      `free_objects ${of('free_objects')} <= free_limit ${of('free_limit')}`,
    ),
  'slab-not-kept': (of) =>
    told(
      `slab ${of('slab')} is empty and is destroyed`,
      `free_objects ${of('free_objects')} > free_limit ${of('free_limit')}`,
    ),
  'slab-destroyed': (of) => told(`gives back the pages from ${frameName(of('frame'))} on`),

  'mask-checked': (of) =>
    isYes(of('forbidden'))
      ? told('the mask is wrong', `${tellGfp(of('forbidden'))} may not come here`)
      : told('the mask may come here', tellGfp(of('gfp_flags'))),
  'no-grow': () => told('does not grow', 'the mask has __GFP_NO_GROW'),
  colour: (of) =>
    told(
      `colour ${of('colour_next')} for this slab: it begins ${many(of('offset'), 'byte')} later`,
      of('colour') > 1
        ? `${of('colour')} colours in turn, ${of('colour_off')} bytes apart; the next is ${of('following')}`
        : 'there is only one colour',
    ),
  'dma-checked': (of) => {
    const asked = (of('gfp_flags') & 1) !== 0
    const cache = (of('cache_gfpflags') & 1) !== 0
    const wants = asked ? 'the mask asks for DMA memory' : 'the mask asks for ordinary memory'
    const is = cache ? 'the cache is a DMA cache' : 'the cache is an ordinary one'
    return asked === cache
      ? told('mask and cache agree', `${wants}, ${is}`)
      : told(wants, `but ${is}`)
  },
  pages: (of) =>
    told(
      `gets ${pagesOf(of('order'))}, from ${frameName(of('frame'))} on`,
      `gfporder is ${of('order')}`,
    ),
  'no-pages': (of) =>
    told(
      'gets no pages',
      `${pagesOf(of('order'))} in one block, with ${tellGfp(of('gfp_flags'))}, are not to be had`,
    ),
  'management-on-slab': (of) =>
    told(
      `the notes of the slab stand in it, ${of('slab_size')} bytes at ${address(of('descriptor'))}`,
    ),
  'management-off-slab': (of) =>
    told(
      'the notes of the slab are an object of another cache',
      `${of('slab_size')} bytes, in an object of ${of('bytes_alloc')}`,
    ),
  'slab-abandoned': (of) =>
    told(`gives the ${pagesOf(of('order'))} back`, 'there is no memory for the notes of the slab'),
  constructed: (of) => told(`runs the constructor on object ${of('index')}`),
  destructed: (of) => told(`runs the destructor on object ${of('index')}`),
  linked: (of) => told(`links ${many(of('num'), 'object')} into the free list, in order`),
  grown: (of) =>
    told(
      `slab ${of('slab')} goes to the tail of the free list`,
      `${many(of('num'), 'object')} more: free_objects is ${of('free_objects')}`,
    ),
}
