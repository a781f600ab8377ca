/** The slow path of the page allocator: its order, its reserves, and when it tries again. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  __GFP_DMA,
  __GFP_FS,
  __GFP_HIGH,
  __GFP_NOFAIL,
  __GFP_NORETRY,
  __GFP_REPEAT,
  __GFP_WAIT,
  boot,
  DEFAULT_SEEKS,
  GFP_ATOMIC,
  GFP_KERNEL,
  KernelHang,
  KernelPanic,
  PF_MEMALLOC,
  watchEvents,
  type GfpFlags,
  type Kernel,
} from '#kernel/index.ts'

let kernel: Kernel
beforeEach(() => {
  kernel = boot({ megabytes: 32 })
})

function drain(flags: GfpFlags, order = 0): number {
  for (let count = 0; ; count++) if (kernel.alloc_pages(flags, order) === null) return count
}

/** What an allocation comes to that no zone can serve. */
type End = 'NULL' | 'hang' | 'panic'

function endOf(flags: GfpFlags, order: number): End {
  try {
    return kernel.alloc_pages(flags, order) === null ? 'NULL' : 'hang'
  } catch (error) {
    if (error instanceof KernelHang) return 'hang'
    if (error instanceof KernelPanic) return 'panic'
    throw error
  }
}

/** What must come of it, said in another way than the kernel does. */
function expected(flags: GfpFlags, order: number, progress: boolean): End {
  const has = (bit: number): boolean => (flags & bit) !== 0
  if (!has(__GFP_WAIT) || has(__GFP_NORETRY)) return 'NULL'
  if (!progress && has(__GFP_FS)) return 'panic'
  return order <= 3 || has(__GFP_REPEAT) || has(__GFP_NOFAIL) ? 'hang' : 'NULL'
}

describe('whether it tries again', () => {
  const bits = [0, __GFP_REPEAT, __GFP_NOFAIL, __GFP_NORETRY, __GFP_NORETRY | __GFP_NOFAIL]
  const cases = [false, true].flatMap((progress) =>
    [0, 3, 4, 5].flatMap((order) =>
      [__GFP_WAIT, __GFP_WAIT | __GFP_FS, __GFP_HIGH].flatMap((base) =>
        bits.map((more) => [base | more, order, progress] as const),
      ),
    ),
  )

  test('is a matter of order, mask and progress', () => {
    for (const [flags, order, progress] of cases) {
      kernel.reset()
      drain(GFP_ATOMIC, 3)
      drain(GFP_ATOMIC)
      if (progress) {
        // Reclaim that says it has freed something, and has not.
        kernel.set_shrinker(DEFAULT_SEEKS, () => {
          if (kernel.current.pid === 0) kernel.current.reclaimed_slab = 32
          return 0
        })
      }
      const what = `mask ${flags.toString(16)}, order ${order}, progress ${progress}`
      expect(endOf(flags, order), what).toBe(expected(flags, order, progress))
    }
  })
})

describe('the reserves', () => {
  const free = (): number => kernel.machine.zones.reduce((sum, zone) => sum + zone.free_pages, 0)

  test('a real-time task may dig deeper than others, outside of interrupts', () => {
    const mask = GFP_KERNEL | __GFP_NORETRY
    drain(mask)
    const ordinary = free()
    const player = kernel.startTask({ comm: 'player', realTime: true })
    expect(kernel.runAs(player, () => kernel.interrupt(() => drain(mask)))).toBe(0)
    kernel.runAs(player, () => drain(mask))
    expect(free()).toBeLessThan(ordinary)
  })

  test('who frees memory may have the last page, but not in an interrupt', () => {
    drain(GFP_ATOMIC)
    kernel.current.flags |= PF_MEMALLOC
    expect(kernel.interrupt(() => kernel.alloc_pages(GFP_ATOMIC, 0))).toBeNull()
    expect(drain(GFP_KERNEL)).toBeGreaterThan(50)
    expect(free()).toBe(0)
  })

  test('and never reclaims itself', () => {
    drain(GFP_ATOMIC)
    kernel.current.flags |= PF_MEMALLOC
    drain(GFP_KERNEL)
    kernel.current.flags &= ~PF_MEMALLOC
    kernel.current.TIF_MEMDIE = true
    expect(kernel.alloc_pages(GFP_KERNEL, 0)).toBeNull()
  })
})

test('the order of events: kswapd, the min mark, reclaim, the high mark, the OOM killer, and anew', () => {
  const order: string[] = []
  kernel.startTask({ comm: 'victim', pages: 500 })
  const marks = ['pages_low', 'pages_min', 'pages_high'] as const
  const stop = watchEvents(kernel, ({ name, function: inside, values }) => {
    const zone = kernel.machine.zones[values['zone'] ?? 0]
    if (name === 'zone-watermark' && kernel.current.pid === 0) {
      order.push(`${marks.find((mark) => zone?.[mark] === values['mark'])} ${zone?.name}`)
    } else if (name === 'enter' && ['try_to_free_pages', 'out_of_memory'].includes(inside)) {
      order.push(inside)
    } else if (['kswapd-woken', 'rebalance', 'restart', 'allocation-failed'].includes(name)) {
      order.push(name)
    }
  })
  let asked = 0
  while (kernel.machine.tasks.killed === 0) {
    order.length = 0
    kernel.alloc_pages(GFP_KERNEL, 0)
    asked++
  }
  stop()
  expect(asked).toBeGreaterThan(1000)
  expect(order).toEqual([
    'pages_low Normal',
    'pages_low DMA',
    'kswapd-woken',
    'kswapd-woken',
    'pages_min Normal',
    'pages_min DMA',
    'rebalance',
    'try_to_free_pages',
    'pages_high Normal',
    'pages_high DMA',
    'out_of_memory',
    'restart',
    'pages_low Normal',
  ])
})

test('a DMA mask knows one zone only', () => {
  const zones = new Set<number>()
  const stop = watchEvents(kernel, ({ name, values }) => {
    if (name === 'zone-watermark') zones.add(values['zone'] ?? -1)
  })
  drain(GFP_ATOMIC | __GFP_DMA)
  stop()
  expect([...zones]).toEqual([0])
})

test('a failure names the task, and what memory there was', () => {
  const app = kernel.startTask({ comm: 'app' })
  drain(GFP_ATOMIC)
  kernel.machine.log = []
  kernel.runAs(app, () => kernel.alloc_pages(GFP_ATOMIC, 2))
  const [first, ...rest] = kernel.log()
  expect(first).toBe('app: page allocation failure. order:2, mode:0x20')
  expect(rest.map((line) => line.split(':')[0])).toEqual(['DMA', 'Normal', 'pages'])
})
