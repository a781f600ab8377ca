/** Who is asked for memory: the mask decides whether a caller may begin I/O, or enter a file system. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  boot,
  GFP_ATOMIC,
  GFP_KERNEL,
  GFP_NOFS,
  GFP_NOIO,
  KernelHang,
  Semaphore,
  watchEvents,
  type FileSystem,
  type GfpFlags,
  type Kernel,
} from '#kernel/index.ts'

let kernel: Kernel
beforeEach(() => {
  kernel = boot({ megabytes: 16 })
})

/** What a program made happen in the caller's own name. */
interface Asked {
  readonly fileSystem: number
  readonly disk: number
  readonly forbidden: number
  readonly freed: number
}

/** Takes pages until reclaim has been entered once, and counts what the caller was asked to do in it. */
function askedBy(flags: GfpFlags): Asked {
  const counts = { rounds: 0, fileSystem: 0, disk: 0, forbidden: 0, freed: 0 }
  const stop = watchEvents(kernel, ({ name }) => {
    if (kernel.current.pid !== 0) return
    if (name === 'rebalance') counts.rounds++
    if (name === 'filesystem-entered') counts.fileSystem++
    if (name === 'io-started') counts.disk++
    if (name === 'mask-forbids-writing') counts.forbidden++
    if (name === 'page-reclaimed') counts.freed++
  })
  while (counts.rounds < 2 && kernel.alloc_pages(flags, 0) !== null);
  stop()
  const { rounds: _rounds, ...asked } = counts
  return asked
}

/** The same memory for every mask: pages that are clean, that need the disk, and that need the file system. */
function fill(): void {
  for (let round = 0; round < 25; round++) {
    kernel.fillPageCache({ pages: 8, kind: 'needs-fs' })
    kernel.fillPageCache({ pages: 8, kind: 'needs-io' })
    kernel.fillPageCache({ pages: 16, kind: 'clean' })
  }
}

describe('on one and the same machine', () => {
  test('GFP_KERNEL enters the file system, and begins I/O', () => {
    fill()
    const asked = askedBy(GFP_KERNEL)
    expect(asked.fileSystem).toBeGreaterThan(0)
    expect(asked.disk).toBeGreaterThan(asked.fileSystem)
    expect(asked.forbidden).toBe(0)
    expect(asked.freed).toBeGreaterThanOrEqual(32)
  })

  test('GFP_NOFS begins I/O for what goes to swap, and leaves the file system alone', () => {
    fill()
    const asked = askedBy(GFP_NOFS)
    expect(asked.fileSystem).toBe(0)
    expect(asked.disk).toBeGreaterThan(0)
    expect(asked.forbidden).toBeGreaterThan(0)
    expect(asked.freed).toBeGreaterThanOrEqual(32)
  })

  test('GFP_NOIO does neither, and frees what is clean', () => {
    fill()
    const asked = askedBy(GFP_NOIO)
    expect(asked).toMatchObject({ fileSystem: 0, disk: 0 })
    expect(asked.forbidden).toBeGreaterThan(0)
    expect(asked.freed).toBeGreaterThanOrEqual(32)
  })

  test('GFP_ATOMIC frees nothing: it wakes kswapd, and fails', () => {
    fill()
    expect(askedBy(GFP_ATOMIC)).toEqual({ fileSystem: 0, disk: 0, forbidden: 0, freed: 0 })
    expect(kernel.machine.kswapd.thread?.woken).toBe(true)
  })
})

test('what a mask forbids to its caller, kswapd and pdflush do while it sleeps', () => {
  kernel.fillPageCache({ pages: 2500, kind: 'needs-fs' })
  const asked = new Map<string, number>()
  const stop = watchEvents(kernel, ({ name }) => {
    if (name !== 'filesystem-entered') return
    asked.set(kernel.current.comm, (asked.get(kernel.current.comm) ?? 0) + 1)
  })
  const before = kernel.jiffies
  for (let page = 0; page < 1500; page++) expect(kernel.alloc_pages(GFP_NOFS, 0)).not.toBeNull()
  stop()
  expect(asked.has('swapper')).toBe(false)
  expect([...asked.keys()].toSorted()).toEqual(['kswapd0', 'pdflush'])
  expect(kernel.jiffies).toBeGreaterThan(before)
  expect(kernel.check()).toEqual([])
})

describe('a file system that is entered in the middle of an allocation', () => {
  const journal = new Semaphore('journal')
  const fileSystem: FileSystem = {
    name: 'ext3',
    writepage: () => {
      kernel.down(journal)
      kernel.up(journal)
    },
  }
  beforeEach(() => {
    journal.holder = null
    kernel.fillPageCache({ pages: 2900, kind: 'needs-fs', fileSystem })
  })

  /** Changes something in the file system, which takes its lock, and allocates meanwhile. */
  function change(flags: GfpFlags, pages: number): void {
    kernel.down(journal)
    for (let page = 0; page < pages; page++) kernel.alloc_pages(flags, 0)
    kernel.up(journal)
  }

  test('waits for ever for a lock that its own caller holds: GFP_KERNEL is a deadlock', () => {
    const app = kernel.startTask({ comm: 'app' })
    expect(() => kernel.runAs(app, () => change(GFP_KERNEL, 1000))).toThrow(KernelHang)
    expect(() => kernel.runAs(app, () => change(GFP_KERNEL, 1000))).toThrow(
      /journal: app \(pid \d+\) waits for a lock that it holds itself/,
    )
  })

  test('is not entered with GFP_NOFS, and the lock comes back', () => {
    kernel.fillPageCache({ pages: 64, kind: 'clean' })
    change(GFP_NOFS, 120)
    expect(journal.holder).toBeNull()
    expect(kernel.check()).toEqual([])
  })

  test('holds kswapd up until the lock is free again, and no longer', () => {
    for (let page = 0; page < 120; page++) kernel.alloc_pages(GFP_ATOMIC, 0)
    kernel.down(journal)
    kernel.runKswapd()
    const { thread } = kernel.machine.kswapd
    expect(thread?.heldUpBy).not.toBeNull()
    kernel.tick(100)
    expect(thread?.heldUpBy).not.toBeNull()
    kernel.up(journal)
    kernel.tick(1)
    expect(thread?.heldUpBy).toBeNull()
    expect(kernel.check()).toEqual([])
  })

  test('may allocate itself: it may have all memory, and does not reclaim once more', () => {
    let entered = 0
    let nested = 0
    const greedy: FileSystem = {
      name: 'greedy',
      writepage: () => {
        entered++
        const frame = kernel.alloc_pages(GFP_KERNEL, 0)
        if (frame === null) return
        nested++
        kernel.__free_pages(frame, 0)
      },
    }
    kernel.reset()
    kernel.fillPageCache({ pages: 2900, kind: 'needs-fs', fileSystem: greedy })
    for (let page = 0; page < 500; page++) kernel.alloc_pages(GFP_KERNEL, 0)
    expect(entered).toBeGreaterThan(0)
    expect(nested).toBe(entered)
    expect(kernel.check()).toEqual([])
  })
})
