/** The stepper as a function of keys and events. The calls are those of a real lesson. */
import { displayWidth } from '#text/width.ts'
import { describe, expect, it } from 'vitest'
import type { Lesson } from '#course/model.ts'
import { openStepper } from '#course/notebook/steps.ts'
import { lessonOf } from '../../course/notebook/lesson.ts'
import { Play } from './course.ts'

const several = `const kernel = boot()
const ring = kernel.kmem_cache_create('ring', 100)
const object = kernel.kmem_cache_alloc(ring, GFP_KERNEL)
kernel.kmem_cache_free(ring, object)`

/** A play that does what the notebook would do for it. */
class Stepping extends Play {
  readonly #lesson: Lesson

  constructor(lesson: Lesson) {
    super()
    this.#lesson = lesson
    this.openLesson(0, lesson).press('return')
    this.event({ kind: 'cell-ran', cell: 0, result: { output: 'it ran', error: null } })
    this.took()
  }

  /** Keys, each followed by what came of it. */
  go(...keys: readonly string[]): this {
    const stepper = openStepper(this.#lesson)
    for (const key of keys) {
      this.press(key)
      for (const effect of this.took()) {
        if (effect.kind === 'list-operations') {
          const { cell, first, count } = effect
          const list = stepper.operations(cell, first, count)
          this.event({ kind: 'operations-listed', cell, first, list })
        }
        if (effect.kind === 'record-operation') {
          const stepped = stepper.record(effect.cell, effect.operation)
          this.event({ kind: 'operation-recorded', stepped })
        }
      }
    }
    // A recording may follow from the list itself.
    return this.effects.length > 0 ? this.#follow() : this
  }

  #follow(): this {
    for (const effect of this.took()) {
      if (effect.kind !== 'record-operation') continue
      const stepped = openStepper(this.#lesson).record(effect.cell, effect.operation)
      this.event({ kind: 'operation-recorded', stepped })
    }
    return this
  }
}

describe('s on a cell', () => {
  it('needs one that has run', async () => {
    const play = new Play().openLesson(0, await lessonOf(['cell', several]))
    play.took()
    expect(play.press('s').took()).toEqual([])
    expect(play.screen).toContain('No cell of this section has run yet.')
  })

  it('lists its calls in order, with what they returned', async () => {
    const { screen } = new Stepping(await lessonOf(['cell', several])).go('s')
    expect(screen).toContain('Cell 1 calls the machine 3 times. Which call?')
    expect(screen).toContain('❯ 1  kmem_cache_create("ring", 100) → ring')
    expect(screen).toMatch(/ {2}2 {2}kmem_cache_alloc\(ring, GFP_KERNEL\) → 0xc/)
  })

  it('says when there are none', async () => {
    const play = new Stepping(await lessonOf(['cell', 'print(1)'])).go('s')
    expect(play.guide.screen.kind).toBe('reader')
    expect(play.screen).toContain('there is nothing to step')
  })

  it('goes straight to a single one', async () => {
    const lesson = await lessonOf(['cell', 'const kernel = boot()\nkernel.kmalloc(9, GFP_KERNEL)'])
    const play = new Stepping(lesson).go('s')
    expect(play.screen).toContain('kmalloc(9, GFP_KERNEL) → 0xc')
    expect(play.screen).toContain('step 1 of')
    expect(play.press('escape').guide.screen.kind).toBe('reader')
  })
})

describe('a call step by step', () => {
  const open = async () => new Stepping(await lessonOf(['cell', several])).go('s', 'down', 'return')

  it('begins with its first step', async () => {
    const { screen } = await open()
    expect(screen).toMatch(/kmem_cache_alloc\(ring, GFP_KERNEL\) → 0xc[0-9a-f]+ +step 1 of \d+/)
    expect(screen).toContain('❯ kmem_cache_alloc(ring, GFP_KERNEL)')
    expect(screen).toContain('in kmem_cache_alloc, mm/slab.c')
  })

  it('goes on and back, with the story so far and the state after each step', async () => {
    const play = await open()
    const first = play.screen
    play.go('right', 'right')
    expect(play.screen).toContain('step 3 of')
    expect(play.screen).toContain('the array must be filled first')
    const third = play.screen
    play.go('return', 'space', 'n')
    expect(play.screen).not.toBe(third)
    expect(play.go('left', 'backspace', 'b').screen).toBe(third)
    expect(play.go('home').screen).toBe(first)
    expect(play.go('left').screen).toBe(first)
  })

  it('ends with the last step, and marks what changed', async () => {
    const play = await open()
    play.go('end')
    const last = play.screen
    expect(last).toMatch(/step (\d+) of \1/)
    expect(play.go('right').screen).toBe(last)
    const changed = play.go('left').screen
    expect(changed).toContain('* array: 16 → 15')
    expect(changed).toContain('array *')
  })

  it('shows the zones while pages are taken', async () => {
    const play = await open()
    let { screen } = play
    for (let step = 0; step < 60 && !screen.includes('mm/page_alloc.c'); step++) {
      screen = play.go('right').screen
    }
    expect(screen).toContain('Normal')
    expect(screen).toMatch(/pages\s+free; min \d+, low \d+/)
  })

  it('goes back to the list with Esc, to the lesson at the same place with q', async () => {
    const play = await open()
    expect(play.go('escape').screen).toContain('Which call?')
    const lesson = await lessonOf(['cell', several])
    const reading = new Stepping(lesson)
    const before = reading.screen
    expect(reading.go('s', 'return', 'right', 'q').screen).toBe(before)
  })

  it.each([
    [80, 24],
    [60, 20],
    [40, 12],
  ])('fits a screen of %i by %i, in ASCII too', async (columns, rows) => {
    for (const unicode of [true, false]) {
      const play = await open()
      play.guide = { ...play.guide, unicode }
      play.event({ kind: 'resize', columns, rows })
      for (let step = 0; step < 40; step++) {
        const lines = play.go('right').screen.split('\n')
        expect(lines.length).toBeLessThanOrEqual(rows)
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns)
        expect(lines.join('')).toContain(unicode ? '❯' : '>')
        if (!unicode) expect(lines.join('\n')).toMatch(/^[\n\x20-\x7e]*$/)
      }
    }
  })
})

describe('a cell with thousands of calls', () => {
  it('is listed a part at a time', async () => {
    const code = `const kernel = boot()
for (let n = 0; n < 3000; n++) kernel.kmalloc(8, GFP_KERNEL)`
    const play = new Stepping(await lessonOf(['cell', code])).go('s', 'end')
    expect(play.screen).toContain('❯ 3000  kmalloc(8, GFP_KERNEL)')
    expect(play.go('home').screen).toContain('❯    1  kmalloc(8, GFP_KERNEL)')
    const { screen } = play.guide
    expect(screen.kind === 'stepper' && screen.operations.length).toBeLessThanOrEqual(200)
    expect(play.go('end', 'return').screen).toContain('step 1 of')
  })
})

describe('what comes meanwhile for the lesson', () => {
  it('is there when the reader is back', async () => {
    const play = new Stepping(await lessonOf(['cell', several])).go('s')
    play.event({ kind: 'cell-ran', cell: 0, result: { output: 'it ran again', error: null } })
    expect(play.go('q').screen).toContain('it ran again')
  })
})
