/** Long stories: every kind of step is told, what decides is always told, and all of it can be read. */
import { describe, expect, it } from 'vitest'
import { boot, GFP_ATOMIC, GFP_KERNEL, GFP_NOFS, type Kernel } from '#kernel/index.ts'
import { Digest, type Step, tellLeftOut } from '#view/digest.ts'
import { storyOf } from '#view/story.ts'
import { startRecording } from '#view/steps.ts'
import { during } from '../kernel/during.ts'

/** Lines of about two screens. */
const READABLE = 130

const call = (of: Step['function'], depth: number): Step => ({ name: 'enter', function: of, depth })

function drained(prepare: (kernel: Kernel) => void): Kernel {
  const kernel = boot({ megabytes: 16 })
  prepare(kernel)
  while (kernel.alloc_pages(GFP_ATOMIC, 0) !== null);
  return kernel
}

const slow: readonly (readonly [string, () => Kernel, (kernel: Kernel) => unknown])[] = [
  [
    'clean pages are freed',
    () => drained((kernel) => kernel.fillPageCache({ pages: 2000, kind: 'clean' })),
    (kernel) => kernel.alloc_pages(GFP_KERNEL, 0),
  ],
  [
    'others must enter the file system',
    () => drained((kernel) => kernel.fillPageCache({ pages: 1000, kind: 'needs-fs' })),
    (kernel) => kernel.alloc_pages(GFP_NOFS, 0),
  ],
  [
    'a process is killed',
    () => drained((kernel) => kernel.startTask({ comm: 'mozilla', pages: 500 })),
    (kernel) => kernel.alloc_pages(GFP_KERNEL, 0),
  ],
  [
    'names of files are given back',
    () => drained((kernel) => kernel.makeDentryCache().fill(8000)),
    (kernel) => kernel.kmalloc(32768, GFP_KERNEL),
  ],
  [
    'very many pages are taken',
    () => boot({ megabytes: 64 }),
    (kernel) => kernel.fillPageCache({ pages: 14_500, kind: 'clean' }),
  ],
]

describe.each(slow)('a story in which %s', (_, prepare, work) => {
  it('can be read, and has every kind of step', () => {
    const kernel = prepare()
    const { steps } = storyOf(kernel, () => work(kernel))
    expect(steps.length).toBeLessThan(READABLE)
    const other = prepare()
    const kinds = new Set(
      during(other, () => work(other))
        .filter(({ name }) => name !== 'leave')
        .map(({ name, function: of }) => `${name} ${of}`),
    )
    const told = new Set(steps.map(({ name, function: of }) => `${name} ${of}`))
    expect([...kinds].filter((kind) => !told.has(kind))).toEqual([])
  })

  it('is as short step by step, each with what it changed itself', () => {
    const kernel = prepare()
    const finish = startRecording(kernel)
    work(kernel)
    const { steps, total } = finish()
    expect(steps.length).toBe(total)
    expect(steps.length).toBeLessThan(READABLE)
    expect(steps.some(({ name }) => name === 'more')).toBe(true)
    const merged = steps.filter(({ name }) => name === 'page-from-list')
    for (const { state } of merged) expect(state?.changes.length).toBeLessThan(3)
    expect(JSON.stringify(steps)).not.toMatch(/undefined|NaN|Infinity/)
  })
})

describe('a digest', () => {
  const told = (steps: readonly Step[]): boolean[] => {
    const digest = new Digest()
    for (const step of steps) digest.hear(step)
    digest.end()
    return steps.map((_step, at) => digest.has(at))
  }

  it('tells a kind of step once, with the calls around it, and the last step', () => {
    const steps: Step[] = [
      call('free_block', 0),
      { name: 'slab-kept', function: 'free_block', depth: 0 },
      call('free_block', 0),
      { name: 'slab-kept', function: 'free_block', depth: 0 },
      call('free_block', 0),
      { name: 'slab-not-kept', function: 'free_block', depth: 0 },
      { name: 'slab-kept', function: 'free_block', depth: 0 },
      { name: 'slab-kept', function: 'free_block', depth: 0 },
    ]
    expect(told(steps)).toEqual([true, true, false, false, true, true, false, true])
  })

  it('always tells who dies', () => {
    const steps: Step[] = [1, 2, 3, 4].map(() => ({
      name: 'victim-chosen',
      function: 'out_of_memory',
      depth: 0,
    }))
    expect(told(steps)).toEqual([true, true, true, true])
  })

  it('says how much is left out, and in which functions', () => {
    const steps = [call('free_block', 1), call('slab_destroy', 2), call('free_block', 1)]
    expect(tellLeftOut(steps)).toEqual({
      text: '3 more steps of kinds told before',
      reason: 'free_block() 2 times',
    })
  })
})
