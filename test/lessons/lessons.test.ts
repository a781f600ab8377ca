/** Proves all lessons: they compile, run, and print what they say. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Block } from '#text/blocks.ts'
import { compileCourse, courseLanguages } from '#course/compile/course.ts'
import { rewriteOutputs } from '#course/compile/outputs.ts'
import type { Lesson } from '#course/model.ts'
import { openNotebook } from '#course/notebook/index.ts'
import { answerProblems } from '#course/prediction.ts'
import { drawFigure } from '#text/figures/draw.ts'
import { lineWidth, textOf } from '#text/lines.ts'
import { render } from '#text/render.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const original = await compileCourse(root, 'en')

type Of<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>

function blocksOf<Kind extends Block['kind']>(lesson: Lesson, kind: Kind): Of<Kind>[] {
  const isOfKind = (block: Block): block is Of<Kind> => block.kind === kind
  return lesson.sections.flatMap(({ blocks }) => blocks).filter(isOfKind)
}

for (const language of courseLanguages(root)) {
  const course = await compileCourse(root, language)

  describe(`the lessons in ${language}`, () => {
    it('have nothing for their authors to mend, links included', () => {
      expect(course.problems).toEqual([])
    })

    it('have the sections, cells and questions of the English ones', () => {
      const outline = (lesson: Lesson) => ({
        id: lesson.id,
        sections: lesson.sections.map(({ id }) => id),
        cells: blocksOf(lesson, 'cell').length,
        predictions: blocksOf(lesson, 'prediction').map(({ id, form }) => [id, form]),
        exercises: lesson.exercises,
      })
      expect(course.lessons.map(outline)).toEqual(original.lessons.map(outline))
    })

    describe.each(course.lessons.map((lesson) => [lesson.id, lesson] as const))('%s', (_, lesson) =>
      proveLesson(lesson, language),
    )
  })
}

function proveLesson(lesson: Lesson, language: string): void {
  const notebook = openNotebook(lesson)

  it('has a place for the output under every cell that prints', () => {
    const without = blocksOf(lesson, 'cell').filter(({ output }) => output === null)
    const silent = without.filter(({ index }) => notebook.runCell(index).output !== '')
    expect(silent.map(({ line }) => `line ${line}: put an empty output block below`)).toEqual([])
  })

  it('prints in every cell what stands under it', () => {
    const cells = blocksOf(lesson, 'cell')
    const printed = cells.map(({ index, line }) => ({ line, ...notebook.runCell(index) }))
    const written = cells.map(({ line, output }) => ({ line, output: output ?? '', error: null }))
    expect(printed, 'npm run refresh rewrites the outputs').toEqual(written)
  })

  it('has outputs that a refresh would leave as they are', () => {
    const text = readFileSync(`${root}lessons/${language}/${lesson.id}.md`, 'utf8')
    const refreshed = rewriteOutputs(text, (cell) => notebook.runCell(cell).output)
    expect(refreshed === text, 'npm run refresh rewrites the outputs').toBe(true)
  })

  it('computes an answer to every question, and no answer is called wrong', () => {
    const told = blocksOf(lesson, 'prediction').flatMap((prediction) =>
      answerProblems(prediction, notebook.answer(prediction.index)).map(
        (problem) => `line ${prediction.line}: ${problem}`,
      ),
    )
    expect(told).toEqual([])
  })

  it('draws every figure at every width, in Unicode and in ASCII', () => {
    for (const { index } of blocksOf(lesson, 'figure')) {
      const view = notebook.figure(index)
      for (const width of [40, 60, 80]) {
        for (const unicode of [true, false]) {
          const lines = drawFigure(view, { width, unicode })
          expect(Math.max(...lines.map(lineWidth))).toBeLessThanOrEqual(width)
          if (!unicode) expect(lines.map(textOf).join('\n')).toMatch(/^[\n -~]*$/)
        }
      }
    }
  })

  it('fits its pages into any terminal', () => {
    for (const { blocks } of lesson.sections) {
      for (const width of [20, 40, 80, 120]) {
        const lines = render(blocks, { width, unicode: true })
        expect(Math.max(...lines.map(lineWidth))).toBeLessThanOrEqual(width)
      }
    }
  })
}
