/** Views of pages, zones and masks, as plain data. */
import type { DebugPart } from '#view/debug-object.ts'
import type { FigureView } from '#view/figure.ts'
import type { FrameRun } from '#view/frame-runs.ts'
import { viewGfp, viewGfpMasks } from '#view/gfp.ts'
import type { ZonePool } from '#view/reclaim.ts'
import type { MarkRound } from '#view/watermarks.ts'

const run = (frame: number, pages: number, more: Partial<FrameRun>): FrameRun => ({
  frame,
  pages,
  use: 'in use',
  order: null,
  cache: null,
  ...more,
})
const free = (frame: number, order: number) => run(frame, 2 ** order, { use: 'free', order })
const hand = (frame: number, order: number) => run(frame, 2 ** order, { use: 'in hand', order })

const beginning: FrameRun[] = [
  run(1024, 1, { use: 'reserved' }),
  run(1025, 3, { use: 'slab', cache: 'task' }),
  ...[1028, 1029, 1030].map((frame) => run(frame, 1, { use: 'hot' })),
  run(1031, 1, { use: 'cold' }),
  run(1032, 8, {}),
  free(1040, 4),
]
const end = free(1056, 5)

const round = (
  mark: MarkRound['mark'],
  pages: number,
  reserve: number,
  free_pages: number,
): MarkRound => ({
  mark,
  pages,
  lowered: mark === 'min' ? pages - (pages >> 1) - (pages >> 3) : pages,
  keep: pages + reserve,
  tests: [{ order: 0, free: free_pages - 3, least: pages + reserve }],
  ok: free_pages - 3 > pages + reserve,
})

const part = (
  name: DebugPart['part'],
  address: number,
  bytes: readonly number[],
  says: string,
): DebugPart => ({ part: name, address, bytes, says, isWhole: true })

const pool = (name: string, pages: Partial<ZonePool['pages']>): ZonePool => ({
  name,
  free_pages: 118,
  pages_low: 112,
  pages_high: 135,
  nr_active: pages['swap area'] ?? 0,
  nr_inactive: 1790,
  pages: {
    nothing: 0,
    'file system': 0,
    'I/O': 0,
    'disk is writing it': 0,
    'swap area': 0,
    ...pages,
  },
})

export const pageViews: Readonly<Record<string, FigureView>> = {
  'free-lists': {
    kind: 'free lists',
    zones: [
      {
        name: 'Normal',
        free_pages: 60881,
        orders: [1, 0, 0, 0, 1, 0, 1, 1, 1, 0, 59].map((count, order) => ({
          order,
          count,
          blocks: Array.from({ length: Math.min(count, 8) }, (_, at) => 64512 - at * 2 ** order),
        })),
        perCpu: [
          { cpu: 0, name: 'hot', count: 39, low: 30, high: 90, batch: 15, pages: [4632, 4631] },
          { cpu: 0, name: 'cold', count: 0, low: 0, high: 30, batch: 15, pages: [] },
        ],
      },
      {
        name: 'HighMem',
        free_pages: 0,
        orders: Array.from({ length: 11 }, (_, order) => ({ order, count: 0, blocks: [] })),
        perCpu: [
          { cpu: 0, name: 'hot', count: 1, low: 2, high: 6, batch: 1, pages: [1048575] },
          { cpu: 0, name: 'cold', count: 0, low: 0, high: 2, batch: 1, pages: [] },
          { cpu: 1, name: 'hot', count: 0, low: 2, high: 6, batch: 1, pages: [] },
          { cpu: 1, name: 'cold', count: 0, low: 0, high: 2, batch: 1, pages: [] },
        ],
      },
    ],
  },
  frames: {
    kind: 'frames',
    first: 1024,
    count: 64,
    states: [
      { told: null, runs: [...beginning, end] },
      {
        told: 'takes the block at frame 1040, the first of list 4',
        runs: [...beginning.slice(0, -1), hand(1040, 4), end],
      },
      {
        told: 'cuts it in two: keeps frame 1040, frame 1048 goes to list 3',
        runs: [...beginning.slice(0, -1), hand(1040, 3), free(1048, 3), end],
      },
    ],
  },
  'frames-of-a-large-block': {
    kind: 'frames',
    first: 1048448,
    count: 128,
    states: [
      { told: null, runs: [run(1048448, 128, { use: 'free', order: 10 })] },
      ...Array.from({ length: 20 }, (_, step) => ({
        told: `step ${step}`,
        runs: [hand(1048448 + step, 0), run(1048449, 127, { use: 'free', order: 10 })],
      })),
    ],
  },
  watermarks: {
    kind: 'watermarks',
    gfp: 0x20,
    mask: 'GFP_ATOMIC',
    order: 2,
    classZone: 'Normal',
    high: true,
    harder: true,
    zones: [
      {
        name: 'DMA',
        place: 1,
        present_pages: 4096,
        free_pages: 3224,
        pages_min: 32,
        pages_low: 40,
        pages_high: 48,
        reserve: 240,
        rounds: [round('low', 40, 240, 3224), round('min', 32, 240, 3224)],
      },
      {
        name: 'Normal',
        place: 0,
        present_pages: 61440,
        free_pages: 393,
        pages_min: 480,
        pages_low: 600,
        pages_high: 720,
        reserve: 0,
        rounds: [
          round('low', 600, 0, 393),
          {
            ...round('min', 480, 0, 393),
            tests: [
              { order: 0, free: 390, least: 180 },
              { order: 1, free: 80, least: 90 },
            ],
            ok: false,
          },
        ],
      },
      {
        name: 'HighMem',
        place: null,
        present_pages: 819200,
        free_pages: 819104,
        pages_min: 128,
        pages_low: 160,
        pages_high: 192,
        reserve: 0,
        rounds: [],
      },
    ],
    served: { zone: 'DMA', round: 0 },
    ignoresMarks: false,
    mayWait: false,
  },
  'cpu-arrays': {
    kind: 'cpu arrays',
    cache: 'ring',
    running: 1,
    arrays: [0, 1, 2, null].map((cpu) => ({
      cpu,
      limit: cpu === null ? 480 : 120,
      batchcount: cpu === null ? null : 60,
      touched: cpu === 1,
      entries: Array.from({ length: cpu === null ? 1 : 15 * cpu }, (_, object) => ({
        address: 0xcf7e1068 + object * 100,
        slab: cpu === null ? null : cpu,
        object,
      })),
    })),
  },
  'debug-object': {
    kind: 'debug object',
    cache: 'ring',
    slab: 0,
    object: 15,
    address: 0xc14193c0,
    state: 'in use',
    parts: [
      part('red word', 0xc14193bc, [0xa5, 0xc2, 0x0f, 0x17], 'red word 0x170fc2a5: active'),
      part('object', 0xc14193c0, Array<number>(40).fill(0x5a), 'the object, 40 bytes, in use'),
      {
        ...part('red word', 0xc14193e8, [0, 0xc2, 0x0f, 0x17], ''),
        says: 'red word 0x170fc200: somebody wrote here; it must be 0x170fc2a5, active',
        isWhole: false,
      },
      part('last user', 0xc14193ec, [0x45, 0, 0x20, 0xc0], 'last user: driver_read took it'),
    ],
  },
  reclaim: {
    kind: 'reclaim',
    zones: [
      pool('DMA', { nothing: 290, 'file system': 1000, 'I/O': 500 }),
      pool('Normal', { nothing: 3, 'disk is writing it': 2909, 'swap area': 1200 }),
      pool('HighMem', {}),
    ],
    disk: { pages: 2909, done: 1039320 },
    shrinkers: 1,
    kswapdWoken: true,
    asked: [
      { who: 'file system entered', times: 32, byOthers: 7 },
      { who: 'dirty pages left: the mask forbids more', times: 0, byOthers: 0 },
    ],
  },
  tasks: {
    kind: 'tasks',
    current: { comm: 'swapper', pid: 0 },
    tasks: [
      {
        pid: 100,
        comm: 'mozilla-bin',
        state: 'running',
        isToDie: true,
        total_vm: 26214,
        pages: 20000,
        badness: 26214,
      },
      {
        pid: 101,
        comm: 'ls',
        state: 'blocked',
        isToDie: false,
        total_vm: 100,
        pages: 12,
        badness: 50,
      },
    ],
    killed: 1,
  },
  'no-tasks': { kind: 'tasks', current: { comm: 'swapper', pid: 0 }, tasks: [], killed: 0 },
  context: {
    kind: 'context',
    cpu: 0,
    task: { comm: 'swapper', pid: 0 },
    preempt_count: 0,
    handlers: 0,
    softirqs: 0,
    preempts: 0,
    interruptsEnabled: true,
    in_interrupt: false,
    in_atomic: false,
    locks: [],
    raised: [],
    preemptible: false,
    sleepChecks: false,
    noSleep: null,
    isSeen: false,
  },
  'context-of-a-handler': {
    kind: 'context',
    cpu: 3,
    task: { comm: 'ls', pid: 123 },
    preempt_count: 0x10001,
    handlers: 1,
    softirqs: 0,
    preempts: 1,
    interruptsEnabled: false,
    in_interrupt: true,
    in_atomic: true,
    locks: ['dcache'],
    raised: [3, 5],
    preemptible: true,
    sleepChecks: true,
    noSleep: 'handler',
    isSeen: true,
  },
  gfp: viewGfp('GFP_ATOMIC | __GFP_HIGHMEM | __GFP_ZERO | 0x80000'),
  'gfp-of-a-log': viewGfp(0xd0),
  'gfp-masks': viewGfpMasks(),
}
