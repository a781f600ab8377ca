/** One view of every kind, as plain data, so that the pictures are proven apart from the machine. */
import type { FigureView } from '#view/figure.ts'
import type { LayoutPart } from '#view/slab-layout.ts'
import type { ObjectState, SlabView } from '#view/slabs.ts'
import type { StoryStep } from '#view/story-steps.ts'
import { pageViews } from './page-figures.ts'

/** 39 objects: some in use, some in the array, some free. */
const mixed = Array.from({ length: 39 }, (_, index): ObjectState => {
  if (index >= 16) return 'in slab'
  return index < 12 ? 'in array' : 'in use'
})
const fullSlab = (number: number): SlabView => ({
  number,
  s_mem: 0xcf7e1068,
  inuse: 39,
  free: null,
  objects: mixed.map(() => 'in use'),
})

const layout: LayoutPart[] = [
  { what: 'colour', offset: 0, bytes: 64, object: null },
  { what: 'descriptor', offset: 64, bytes: 24, object: null },
  { what: 'bufctl', offset: 88, bytes: 78, object: null },
  { what: 'padding', offset: 166, bytes: 2, object: null },
  ...Array.from({ length: 39 }, (_, object): LayoutPart => {
    return { what: 'object', offset: 168 + object * 100, bytes: 100, object }
  }),
  { what: 'left over', offset: 4068, bytes: 28, object: null },
]

const happens = (depth: number, text: string, reason: string | null = null): StoryStep => {
  return { kind: 'event', depth, name: 'event', function: `f${depth}`, text, reason }
}
const calls = (depth: number, text: string): StoryStep => ({
  ...happens(depth, text),
  kind: 'call',
})

const story: StoryStep[] = [
  calls(0, '__kmalloc(40000, GFP_DMA)'),
  happens(
    0,
    '40000 bytes: an object of size-65536(DMA)',
    '40000 <= 65536, and 32768 would be too small',
  ),
  calls(1, '__cache_alloc(size-65536(DMA), GFP_DMA)'),
  happens(1, 'the array must be filled first', 'it holds 0 objects'),
  calls(2, 'cache_alloc_refill(size-65536(DMA), GFP_DMA)'),
  happens(2, 'asks for 4 objects', 'batchcount is 4'),
  calls(3, 'cache_grow(size-65536(DMA), GFP_DMA)'),
  calls(4, 'kmem_getpages(size-65536(DMA), GFP_DMA, order 4)'),
  calls(5, '__alloc_pages(GFP_DMA, order 4)'),
  happens(5, 'zone DMA may give', '3209 free > 40 and a reserve of 240'),
  calls(6, 'buffered_rmqueue(DMA, order 4)'),
  calls(7, '__rmqueue(DMA, order 4)'),
  happens(7, 'takes the block at frame 4064, the first of list 5', 'list 4 is empty'),
  happens(7, 'cuts it in two: keeps frame 4064, frame 4080 goes to list 4'),
  { ...happens(4, 'the constructor runs'), kind: 'more', text: '15 more times like this' },
  { ...happens(0, 'returns 0xc0fe0000'), kind: 'result', name: 'leave' },
]

const MB = 1024 * 1024
const text = Array.from(new TextEncoder().encode('hello, kernel'))

export const views: Readonly<Record<string, FigureView>> = {
  slabs: {
    kind: 'slabs',
    cache: 'ring',
    objsize: 100,
    num: 39,
    pages: 1,
    lists: [
      {
        name: 'partial',
        slabs: [{ number: 5, s_mem: 0xcf7e1068, inuse: 16, free: 16, objects: mixed }],
      },
      { name: 'full', slabs: [0, 1, 2, 3, 4].map(fullSlab) },
      { name: 'free', slabs: [] },
    ],
  },
  'many-objects': {
    kind: 'slabs',
    cache: 'size-32',
    objsize: 16,
    num: 226,
    pages: 1,
    lists: [
      {
        name: 'partial',
        slabs: [
          {
            number: 0,
            s_mem: 0xcf7e1000,
            inuse: 60,
            free: 60,
            objects: Array.from({ length: 226 }, (_, at) => (at < 60 ? 'in use' : 'in slab')),
          },
        ],
      },
      { name: 'full', slabs: [] },
      { name: 'free', slabs: [] },
    ],
  },
  listing: {
    kind: 'listing',
    columns: [
      {
        head: 'what the preprocessor leaves',
        lines: [
          'if (size <= 32) goto found; else i++;',
          '  if (size <= 64) goto found; else i++;',
          '…',
          'return __kmalloc(size, flags);',
        ],
      },
      { head: 'kmalloc(33)', lines: ['33 > 32: i is 1', '33 ≤ 64: found', ''] },
    ],
  },
  'listing-of-three': {
    kind: 'listing',
    columns: [
      { head: 'header', lines: ['CACHE(32)', 'CACHE(64)'] },
      { head: 'table', lines: ['{ .cs_size = (32) },', '{ .cs_size = (64) },'] },
      { head: 'names', lines: ['"size-" "32"'] },
    ],
  },
  'array-cache': {
    kind: 'array cache',
    cache: 'ring',
    limit: 120,
    batchcount: 60,
    entries: Array.from({ length: 15 }, (_, object) => ({
      address: 0xcf7e1068 + object * 100,
      slab: 0,
      object,
    })),
  },
  'empty-array': {
    kind: 'array cache',
    cache: 'ring',
    limit: 120,
    batchcount: 60,
    entries: [],
  },
  'slab-layout': {
    kind: 'slab layout',
    cache: 'ring',
    pages: 1,
    bytes: 4096,
    num: 39,
    slab: 2,
    offSlab: null,
    parts: layout,
  },
  'off-slab-layout': {
    kind: 'slab layout',
    cache: 'size-1024',
    pages: 1,
    bytes: 4096,
    num: 4,
    slab: null,
    offSlab: { bytes: 32, cache: 'size-32', address: 0xcf7e4040 },
    parts: Array.from({ length: 4 }, (_, object): LayoutPart => {
      return { what: 'object', offset: object * 1024, bytes: 1024, object }
    }),
  },
  memory: {
    kind: 'memory',
    address: 0xcf7e1fd0,
    bytes: [...text, ...Array<number>(19).fill(0xff), ...Array<number>(92).fill(0), 0x41, 0x42],
    marks: [
      { offset: 0, label: 'object 38 of ring, in use, from its byte 4' },
      { offset: 104, label: 'object 39 of ring, free' },
    ],
  },
  'physical-map': {
    kind: 'physical map',
    bytes: 32 * MB,
    zones: [
      {
        name: 'DMA',
        start: 0,
        bytes: 16 * MB,
        freePages: 3224,
        ranges: [
          { start: 0, bytes: 4096, what: 'page 0, never used', free: false },
          { start: 4096, bytes: 159 * 4096, what: 'free', free: true },
          { start: 0xa0000, bytes: 0x60000, what: 'hole: video memory, BIOS', free: false },
          { start: MB, bytes: 3 * MB, what: 'the kernel itself', free: false },
          { start: 4 * MB, bytes: 12 * MB, what: 'free', free: true },
        ],
      },
      {
        name: 'Normal',
        start: 16 * MB,
        bytes: 16 * MB,
        freePages: 4000,
        ranges: [
          { start: 16 * MB, bytes: 260 * 1024, what: 'mem_map', free: false },
          { start: 16 * MB + 260 * 1024, bytes: 16 * MB - 260 * 1024, what: 'free', free: true },
        ],
      },
      { name: 'HighMem', start: 32 * MB, bytes: 0, freePages: 0, ranges: [] },
    ],
  },
  'address-split': {
    kind: 'address split',
    virtual: 0xcf7fe080,
    base: 0xc0000000,
    physical: 0x0f7fe080,
    frame: 0xf7fe,
    offset: 0x80,
    zone: 'Normal',
    cache: 'size-128',
  },
  'cache-list': {
    kind: 'cache list',
    caches: [
      { name: 'size-131072(DMA)', objsize: 131072, num: 1, slabs: 1, pages: 32, active: 1 },
      { name: 'size-32', objsize: 32, num: 119, slabs: 3, pages: 3, active: 237 },
      { name: 'size-32(DMA)', objsize: 32, num: 119, slabs: 0, pages: 0, active: 0 },
      { name: 'kmem_cache', objsize: 128, num: 31, slabs: 1, pages: 1, active: 26 },
    ],
  },
  'cache-state': {
    kind: 'cache state',
    cache: 'ring',
    objsize: 100,
    num: 39,
    pages: 1,
    array: {
      avail: 12,
      limit: 120,
      batchcount: 60,
      touched: true,
      next: { slab: 5, object: 11 },
    },
    arrays: [{ name: 'array', avail: 12, touched: true }],
    lists: [
      {
        name: 'partial',
        total: 1,
        slabs: [{ number: 5, s_mem: 0xcf7e1068, inuse: 16, free: 16, objects: mixed }],
      },
      { name: 'full', total: 9, slabs: [0, 1, 2, 7, 8, 9].map(fullSlab) },
      { name: 'free', total: 0, slabs: [] },
    ],
    changes: [
      { what: 'array', before: '13', after: '12' },
      { what: 'slab 5 object 12', before: 'in the array', after: 'in use' },
    ],
  },
  'zone-state': {
    kind: 'zone state',
    zones: [
      {
        name: 'DMA',
        free_pages: 3224,
        pages_min: 32,
        pages_low: 40,
        pages_high: 48,
        hot: 6,
        cold: 0,
        nr_free: [2, 1, 3, 3, 1, 3, 2, 1, 1, 1, 2],
      },
      {
        name: 'Normal',
        free_pages: 60881,
        pages_min: 480,
        pages_low: 600,
        pages_high: 720,
        hot: 38,
        cold: 0,
        nr_free: [1, 0, 0, 0, 1, 0, 1, 1, 1, 0, 59],
      },
    ],
    changes: Array.from({ length: 12 }, (_, order) => ({
      what: `Normal blocks of order ${order}`,
      before: '0',
      after: '1',
    })),
  },
  story: { kind: 'story', steps: story },
  'story-of-an-oops': {
    kind: 'story',
    steps: [
      ...story.slice(0, 5),
      { ...happens(2, 'the mask is wrong', '__GFP_ZERO may not come here'), name: 'mask-checked' },
      { ...happens(2, 'the kernel stops here'), name: 'stopped' },
      { ...happens(0, 'KernelBug: cache_grow: bad flags'), kind: 'stop', name: 'stop' },
    ],
  },
  'empty-story': { kind: 'story', steps: [] },
  ...pageViews,
}
