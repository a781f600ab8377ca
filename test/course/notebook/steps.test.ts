/** The calls of a cell to the machine, and the steps of each. */
import { describe, expect, it } from 'vitest'
import { openStepper } from '#course/notebook/steps.ts'
import { openNotebook } from '#course/notebook/index.ts'
import { lessonOf } from './lesson.ts'

const start = `const kernel = boot()
const ring = kernel.kmem_cache_create('ring', 100)
const object = kernel.kmem_cache_alloc(ring, GFP_KERNEL)`

describe('the operations of a cell', () => {
  it('are its calls as in C, with what came of them and their lines', async () => {
    const stepper = openStepper(await lessonOf(['cell', start], ['cell', 'kernel.kfree(object)']))
    expect(stepper.operations(0)).toEqual({
      total: 2,
      error: null,
      operations: [
        {
          number: 0,
          call: 'kmem_cache_create("ring", 100)',
          result: 'ring',
          thrown: null,
          line: 9,
        },
        {
          number: 1,
          call: 'kmem_cache_alloc(ring, GFP_KERNEL)',
          result: expect.stringMatching(/^0xc[0-9a-f]{7}$/),
          thrown: null,
          line: 10,
        },
      ],
    })
    const [free] = stepper.operations(1).operations
    expect(free).toMatchObject({ call: expect.stringMatching(/^kfree\(0xc/), result: null })
  })

  it('are told by name: masks, caches, frames, NULL', async () => {
    const code = `const kernel = boot()
kernel.kmalloc(200000, GFP_ATOMIC | __GFP_DMA)
const frame = kernel.alloc_pages(GFP_KERNEL, 2)
kernel.__free_pages(frame, 2)
kernel.kfree(NULL)
kernel.__get_free_pages(GFP_KERNEL, 0)`
    const { operations } = openStepper(await lessonOf(['cell', code])).operations(0)
    expect(operations.map(({ call, result }) => `${call} ${result ?? ''}`)).toEqual([
      'kmalloc(200000, GFP_ATOMIC | __GFP_DMA) NULL',
      expect.stringMatching(/^alloc_pages\(GFP_KERNEL, 2\) frame \d+$/),
      expect.stringMatching(/^__free_pages\(frame \d+, 2\) $/),
      'kfree(NULL) ',
      expect.stringMatching(/^__get_free_pages\(GFP_KERNEL, 0\) 0xc/),
    ])
  })

  it('are only those of the cell, whatever stands above', async () => {
    const lesson = await lessonOf(
      ['cell', start],
      ['figure', 'slabs(ring)'],
      ['answer', 'kernel.kmalloc(1, GFP_KERNEL)'],
      ['cell', 'print(1)'],
      ['cell', 'kernel.kmalloc(2, GFP_KERNEL)'],
    )
    const stepper = openStepper(lesson)
    expect([0, 1, 2].map((cell) => stepper.operations(cell).total)).toEqual([2, 0, 1])
  })

  it('of a cell with thousands are counted, and listed a page at a time', async () => {
    const code = `${start}\nfor (let n = 0; n < 50_000; n++) kernel.kmalloc(8, GFP_ATOMIC)`
    const stepper = openStepper(await lessonOf(['cell', code]))
    const { total, operations } = stepper.operations(0, 49_990, 5)
    expect(total).toBe(50_002)
    expect(operations.map(({ number }) => number)).toEqual([49990, 49991, 49992, 49993, 49994])
    expect(stepper.record(0, 50_001)?.operation.call).toBe('kmalloc(8, GFP_ATOMIC)')
  })

  it('end where the cell stopped, and say why', async () => {
    const code = `const kernel = boot()\nkernel.kfree(0xcf000000)\nkernel.kmalloc(1, GFP_KERNEL)`
    const stepper = openStepper(await lessonOf(['cell', code], ['cell', 'print(1)']))
    const { total, operations, error } = stepper.operations(0)
    expect(total).toBe(1)
    expect(operations[0]?.thrown).toContain('kfree')
    expect(error).toMatchObject({ line: 9 })
    expect(stepper.operations(1)).toMatchObject({ total: 0, error: { line: 9 } })
  })
})

describe('an operation step by step', () => {
  it('is the one chosen, on the machine as it was there', async () => {
    const lesson = await lessonOf(
      ['cell', start],
      ['cell', 'for (let n = 0; n < 16; n++) kernel.kmem_cache_alloc(ring, GFP_KERNEL)'],
    )
    const stepper = openStepper(lesson)
    const names = (number: number) => stepper.record(1, number)?.steps.map(({ name }) => name) ?? []
    expect(names(0)).toContain('array-hit')
    expect(names(15)).toContain('array-empty')
    expect(names(15)).toContain('take-from-partial')
    expect(stepper.record(1, 16)).toBeNull()
  })

  it('is the same again, and leaves the notebook alone', async () => {
    const lesson = await lessonOf(['cell', start], ['cell', 'print(objectIndex(object))'])
    const notebook = openNotebook(lesson)
    notebook.runCell(0)
    const stepper = openStepper(lesson)
    expect(stepper.record(0, 1)).toEqual(stepper.record(0, 1))
    expect(notebook.runCell(1).output).toBe('15')
  })

  it('has no steps of its own for what is called inside of it', async () => {
    const code = `const kernel = boot()
const cache = kernel.kmem_cache_create('x', 100, 0, 0, () => kernel.kmalloc(32, GFP_ATOMIC))
kernel.kmem_cache_alloc(cache, GFP_KERNEL)`
    expect(openStepper(await lessonOf(['cell', code])).operations(0).total).toBe(2)
  })

  it('of a call that stops the kernel ends there', async () => {
    const lesson = await lessonOf(['cell', 'const kernel = boot()\nkernel.kfree(0xcf000000)'])
    const stepped = openStepper(lesson).record(0, 0)
    expect(stepped?.operation.thrown).toContain('kfree')
    expect(stepped?.steps.at(-1)?.name).toBe('stopped')
  })
})
