/** Running the cells of a lesson: one scope, each part once, and what a cell that stops leaves behind. */
import { describe, expect, it } from 'vitest'
import { NotebookError, openNotebook } from '#course/notebook/index.ts'
import { lessonOf } from './lesson.ts'

const ring = `const kernel = boot()
const ring = kernel.kmem_cache_create('ring', 100)
const object = kernel.kmem_cache_alloc(ring, GFP_KERNEL)`

describe('a notebook', () => {
  it('runs a cell and gives what it printed', async () => {
    const notebook = openNotebook(await lessonOf(['cell', "print('a', 1)\nprint(hex(255))"]))
    expect(notebook.runCell(0)).toEqual({ output: 'a 1\n0xff', error: null })
  })

  it('runs what stands above first, in one scope, and each part once', async () => {
    const lesson = await lessonOf(
      ['cell', 'let count = 1'],
      ['answer', '++count'],
      ['cell', 'count++\nprint(count)'],
    )
    const notebook = openNotebook(lesson)
    expect(notebook.runCell(1).output).toBe('3')
    expect(notebook.runCell(1).output).toBe('3')
    expect(notebook.answer(0)).toBe('2')
    expect(notebook.runCell(0).output).toBe('')
  })

  it('runs nothing below what is asked for', async () => {
    const notebook = openNotebook(await lessonOf(['cell', 'print(1)'], ['cell', 'throw 1']))
    expect(notebook.runCell(0)).toEqual({ output: '1', error: null })
  })

  it('has the kernel and the helpers in its scope', async () => {
    const lesson = await lessonOf(
      ['cell', ring],
      ['cell', 'print(objectIndex(object), slabNumber(object), cacheOf(object).name)'],
      ['cell', 'print(locate(object).state, locate(PAGE_OFFSET))'],
    )
    const notebook = openNotebook(lesson)
    expect(notebook.runCell(1).output).toBe('15 0 ring')
    expect(notebook.runCell(2).output).toBe('in use null')
  })

  it('draws the machine as it was at that place of the lesson', async () => {
    const lesson = await lessonOf(
      ['cell', ring],
      ['figure', 'slabs(ring)'],
      ['cell', 'for (let n = 0; n < 16; n++) kernel.kmem_cache_alloc(ring, GFP_KERNEL)'],
      ['figure', 'slabs(ring)'],
    )
    const notebook = openNotebook(lesson)
    notebook.runCell(1)
    const slabs = (index: number) => {
      const view = notebook.figure(index)
      return view.kind === 'slabs' ? view.lists.map((list) => list.slabs.length) : null
    }
    expect([slabs(0), slabs(1)]).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ])
  })

  it('finds the machine of a cache when there are two', async () => {
    const lesson = await lessonOf(
      ['cell', `${ring}\nconst other = boot()`],
      ['figure', 'arrayCache(ring)'],
    )
    const view = openNotebook(lesson).figure(0)
    expect(view.kind === 'array cache' && view.entries.length).toBe(15)
  })

  it('makes the call of a story and tells what the kernel did', async () => {
    const lesson = await lessonOf(
      ['cell', ring],
      ['figure', 'story(() => kernel.kmem_cache_alloc(ring, GFP_KERNEL))'],
      ['answer', 'arrayEntries(kernel, ring).length'],
    )
    const notebook = openNotebook(lesson)
    const view = notebook.figure(0)
    expect(view.kind === 'story' && view.steps.map(({ text }) => text.slice(0, 22))).toEqual([
      'kmem_cache_alloc(ring,',
      '__cache_alloc(ring, GF',
      'takes the top of the a',
      expect.stringMatching('returns 0x'),
    ])
    expect(notebook.answer(0)).toBe('14')
  })

  it('lets a cell declare a name that the scope has too', async () => {
    const notebook = openNotebook(await lessonOf(['cell', "const boot = 'mine'\nprint(boot)"]))
    expect(notebook.runCell(0).output).toBe('mine')
  })

  it('begins anew after a restart, on new machines', async () => {
    const notebook = openNotebook(await lessonOf(['cell', `${ring}\nprint(objectIndex(object))`]))
    notebook.runCell(0)
    notebook.restart()
    expect(notebook.runCell(0).output).toBe('15')
  })
})

describe('when a cell fails', () => {
  it('the message stands at its own line of the lesson', async () => {
    const notebook = openNotebook(
      await lessonOf(['cell', 'print(1)\nconst a: number | null = null\n\nprint(a.b)']),
    )
    expect(notebook.runCell(0)).toEqual({
      output: '1',
      error: { message: "TypeError: Cannot read properties of null (reading 'b')", line: 11 },
    })
  })

  it('a bug of the kernel does too, however deep it is', async () => {
    const notebook = openNotebook(
      await lessonOf(['cell', 'const kernel = boot()\nkernel.kfree(12)']),
    )
    const { error } = notebook.runCell(0)
    expect(error?.message).toMatch(/^KernelBug: kfree/)
    expect(error?.line).toBe(9)
  })

  it('what stands below says where the lesson stopped', async () => {
    const notebook = openNotebook(
      await lessonOf(
        ['cell', "throw new Error('enough')"],
        ['cell', 'print(2)'],
        ['answer', 'boot'],
      ),
    )
    const message = 'The lesson stopped above, at line 8: enough'
    expect(notebook.runCell(1)).toEqual({ output: '', error: { message, line: 8 } })
    expect(() => notebook.answer(0)).toThrow(message)
  })

  it('an answer that cannot be computed is a NotebookError at its line', async () => {
    const notebook = openNotebook(await lessonOf(['answer', 'nothing']))
    try {
      notebook.answer(0)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(NotebookError)
      expect(error).toMatchObject({ message: 'ReferenceError: nothing is not defined', line: 10 })
    }
  })

  it('a figure that draws nothing says so', async () => {
    const notebook = openNotebook(await lessonOf(['figure', '42']))
    expect(() => notebook.figure(0)).toThrow('This figure draws nothing')
  })

  it('a cell that does not parse fails where it is, and those above still run', async () => {
    const notebook = openNotebook(await lessonOf(['cell', 'print(1)'], ['cell', 'print(']))
    expect(notebook.runCell(0)).toEqual({ output: '1', error: null })
    expect(notebook.runCell(1).error).toMatchObject({ line: 11 })
  })

  it('two cells that declare the same name stop the lesson at the second', async () => {
    const lesson = await lessonOf(['cell', 'const a = 1'], ['cell', 'const a = 2'])
    const message = "SyntaxError: Identifier 'a' has already been declared"
    expect(openNotebook(lesson).runCell(0)).toEqual({ output: '', error: { message, line: 11 } })
  })

  it('what is thrown need not be an error', async () => {
    const notebook = openNotebook(await lessonOf(['cell', "throw 'out'"]))
    expect(notebook.runCell(0).error).toEqual({ message: 'thrown: out', line: 8 })
  })

  it('an endless loop is stopped', async () => {
    const notebook = openNotebook(await lessonOf(['cell', 'for (;;) {}']), { limitMs: 50 })
    expect(notebook.runCell(0).error).toEqual({
      message: 'This cell does not come to an end.',
      line: 8,
    })
  })
})
