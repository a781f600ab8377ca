/** The memory that can be had back, who is asked for it, and the processes. */
import { beforeEach, describe, expect, it } from 'vitest'
import {
  boot,
  GFP_KERNEL,
  GFP_NOFS,
  GFP_NOIO,
  type GfpFlags,
  type Kernel,
  __GFP_NORETRY,
} from '#kernel/index.ts'
import { viewFrames } from '#view/frames.ts'
import { viewAsked, viewReclaim } from '#view/reclaim.ts'
import { viewTasks } from '#view/tasks.ts'

let kernel: Kernel
beforeEach(() => {
  kernel = boot({ megabytes: 32 })
})

function pool(name: string) {
  const found = viewReclaim(kernel).zones.find((zone) => zone.name === name)
  if (!found) throw new Error(`no zone ${name}`)
  return found
}

describe('the pools', () => {
  it('are empty after boot', () => {
    const { zones, asked, disk } = viewReclaim(kernel)
    expect(zones.flatMap(({ pages }) => Object.values(pages))).toEqual(Array(10).fill(0))
    expect({ asked, disk }).toEqual({ asked: null, disk: { pages: 0, done: null } })
  })

  it('know pages by what it takes to free them', () => {
    kernel.fillPageCache({ pages: 30, kind: 'clean' })
    kernel.fillPageCache({ pages: 20, kind: 'needs-fs' })
    kernel.fillPageCache({ pages: 10, kind: 'needs-io' })
    kernel.startTask({ comm: 'ls', pages: 5 })
    expect(pool('Normal')).toMatchObject({
      nr_active: 5,
      nr_inactive: 60,
      pages: { nothing: 30, 'file system': 20, 'I/O': 10, 'swap area': 5 },
    })
  })

  it('are seen frame by frame', () => {
    const [frame = 0] = kernel.fillPageCache({ pages: 1, kind: 'clean' })
    expect(viewFrames(kernel, frame, 1).states[0]?.runs[0]?.use).toBe('reclaimable')
  })
})

describe('the same call with other masks', () => {
  /** Memory full of dirty pages of one kind. */
  function full(kind: 'needs-fs' | 'needs-io'): Kernel {
    const machine = boot({ megabytes: 32 })
    machine.fillPageCache({ pages: 6900, kind })
    return machine
  }
  function asked(kind: 'needs-fs' | 'needs-io', gfp: GfpFlags): Record<string, number> {
    const machine = full(kind)
    const view = viewAsked(machine, () => {
      for (let page = 0; page < 400; page++) machine.alloc_pages(gfp | __GFP_NORETRY, 0)
    })
    return Object.fromEntries((view.asked ?? []).map(({ who, times }) => [who, times]))
  }

  it('differ in who is asked', () => {
    const entered = [GFP_NOIO, GFP_NOFS, GFP_KERNEL].map(
      (gfp) => (asked('needs-fs', gfp)['file system entered'] ?? 0) > 0,
    )
    expect(entered).toEqual([false, false, true])
    const started = [GFP_NOIO, GFP_NOFS, GFP_KERNEL].map(
      (gfp) => (asked('needs-io', gfp)['I/O started'] ?? 0) > 0,
    )
    expect(started).toEqual([false, true, true])
  })
})

describe('the processes', () => {
  it('stand with their memory and their scores', () => {
    const task = kernel.startTask({ comm: 'mozilla', pages: 40, total_vm: 900 })
    const view = viewTasks(kernel)
    expect(view.current).toEqual({ pid: 0, comm: 'swapper' })
    expect(view.tasks).toEqual([
      {
        pid: task.pid,
        comm: 'mozilla',
        state: 'running',
        isToDie: false,
        total_vm: 900,
        pages: 40,
        badness: kernel.badness(task),
      },
    ])
    expect(kernel.runAs(task, () => viewTasks(kernel).current.comm)).toBe('mozilla')
  })
})
