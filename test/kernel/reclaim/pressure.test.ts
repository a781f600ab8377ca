/** Random programs on a machine that is short of memory: whatever happens, no page is lost, and the sweep finds nothing. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  __GFP_NORETRY,
  boot,
  GFP_ATOMIC,
  GFP_KERNEL,
  GFP_NOFS,
  GFP_NOIO,
  KernelHang,
  KernelPanic,
  NULL,
  type DentryCache,
  type Kernel,
  type PageFrame,
  type VirtualAddress,
} from '#kernel/index.ts'

type Step =
  | { readonly do: 'pages'; readonly count: number; readonly order: number; readonly gfp: number }
  | { readonly do: 'objects'; readonly count: number; readonly size: number; readonly gfp: number }
  | {
      readonly do: 'cache'
      readonly count: number
      readonly kind: 'clean' | 'needs-fs' | 'needs-io'
      readonly accessed: number
    }
  | { readonly do: 'names'; readonly count: number }
  | { readonly do: 'task'; readonly pages: number; readonly blocked: boolean }
  | { readonly do: 'exit' | 'kswapd' }
  | { readonly do: 'free'; readonly count: number }
  | { readonly do: 'tick'; readonly ticks: number }

const count = fc.integer({ min: 1, max: 400 })
const gfp = fc.constantFrom(GFP_KERNEL, GFP_NOFS, GFP_NOIO, GFP_ATOMIC, GFP_KERNEL | __GFP_NORETRY)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('pages' as const), count, order: fc.nat({ max: 4 }), gfp }),
  fc.record({
    do: fc.constant('objects' as const),
    count,
    size: fc.integer({ min: 1, max: 9000 }),
    gfp,
  }),
  fc.record({
    do: fc.constant('cache' as const),
    count,
    kind: fc.constantFrom('clean', 'needs-fs', 'needs-io'),
    accessed: fc.nat({ max: 2 }),
  }),
  fc.record({ do: fc.constant('names' as const), count: fc.integer({ min: 1, max: 4000 }) }),
  fc.record({ do: fc.constant('task' as const), pages: count, blocked: fc.constant(false) }),
  fc.record({ do: fc.constantFrom('exit' as const, 'kswapd' as const) }),
  fc.record({ do: fc.constant('free' as const), count }),
  fc.record({ do: fc.constant('tick' as const), ticks: fc.integer({ min: 1, max: 3000 }) }),
)

/** Plays a program and keeps what it got. */
class Player {
  readonly kernel: Kernel
  readonly blocks: [PageFrame, number][] = []
  readonly objects: VirtualAddress[] = []
  readonly names: DentryCache

  constructor(kernel: Kernel) {
    this.kernel = kernel
    this.names = kernel.makeDentryCache()
  }

  play(step: Step): void {
    const { kernel } = this
    switch (step.do) {
      case 'pages':
        return repeat(step.count, () => this.takeBlock(step.order, step.gfp))
      case 'objects':
        return repeat(step.count, () => this.takeObject(step.size, step.gfp))
      case 'cache':
        kernel.fillPageCache({ pages: step.count, kind: step.kind, accessed: step.accessed })
        return
      case 'names':
        this.names.fill(step.count)
        return
      case 'task':
        kernel.startTask({ comm: 'task', pages: step.pages })
        return
      case 'exit':
        return kernel
          .tasks()
          .slice(0, 1)
          .forEach((task) => kernel.do_exit(task))
      case 'kswapd':
        return kernel.runKswapd()
      case 'free':
        return repeat(step.count, () => this.giveBack())
      case 'tick':
        return kernel.tick(step.ticks)
    }
  }

  takeBlock(order: number, gfp: number): void {
    const frame = this.kernel.alloc_pages(gfp, order)
    if (frame !== null) this.blocks.push([frame, order])
  }

  takeObject(size: number, gfp: number): void {
    const object = this.kernel.kmalloc(size, gfp)
    if (object !== NULL) this.objects.push(object)
  }

  giveBack(): void {
    const block = this.blocks.pop()
    if (block !== undefined) this.kernel.__free_pages(...block)
    const object = this.objects.pop()
    if (object !== undefined) this.kernel.kfree(object)
  }
}

function repeat(times: number, body: () => void): void {
  for (let i = 0; i < times; i++) body()
}

/** Pages that are somewhere: free, parked, in slabs, in an LRU list, or with the program. */
function accountedFor({ kernel, blocks }: Player): number {
  const { machine } = kernel
  const inZones = machine.zones.map(
    (zone) =>
      zone.free_pages +
      zone.nr_active +
      zone.nr_inactive +
      zone.pcp.reduce((sum, list) => sum + list.count, 0),
  )
  const own = blocks.reduce((sum, [, order]) => sum + 2 ** order, 0)
  return inZones.reduce((sum, pages) => sum + pages, machine.nr_slab + own)
}

test('pressure of every kind loses no page and breaks nothing', () => {
  const kernel = boot({ megabytes: 16 })
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (program) => {
      kernel.reset()
      const player = new Player(kernel)
      const all = accountedFor(player)
      for (const next of program) {
        try {
          player.play(next)
        } catch (error) {
          // The machine may stop for want of memory; what it was doing is over, and all pages are still there.
          expect(error instanceof KernelPanic || error instanceof KernelHang).toBe(true)
          break
        }
      }
      expect(accountedFor(player)).toBe(all)
      expect(kernel.check()).toEqual([])
    }),
    { numRuns: 60 },
  )
})
