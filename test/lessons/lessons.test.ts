/** How all lessons look on any terminal. That they run and print what they say is the doctor's to prove. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Block } from '#text/blocks.ts'
import { compileCourse, courseLanguages } from '#course/compile/course.ts'
import { rewriteOutputs } from '#course/compile/outputs.ts'
import type { Lesson } from '#course/model.ts'
import { openNotebook } from '#course/notebook/index.ts'
import { drawFigure } from '#text/figures/draw.ts'
import { lineWidth, textOf } from '#text/lines.ts'
import { render } from '#text/render.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

type Of<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>

function blocksOf<Kind extends Block['kind']>(lesson: Lesson, kind: Kind): Of<Kind>[] {
  const isOfKind = (block: Block): block is Of<Kind> => block.kind === kind
  return lesson.sections.flatMap(({ blocks }) => blocks).filter(isOfKind)
}

for (const language of courseLanguages(root)) {
  const course = await compileCourse(root, language)

  describe(`the lessons in ${language}`, () => {
    describe.each(course.lessons.map((lesson) => [lesson.id, lesson] as const))('%s', (_, lesson) =>
      proveLesson(lesson, language),
    )
  })
}

function proveLesson(lesson: Lesson, language: string): void {
  const notebook = openNotebook(lesson)

  it('has outputs that a refresh would leave as they are', () => {
    const text = readFileSync(`${root}lessons/${language}/${lesson.id}.md`, 'utf8')
    const refreshed = rewriteOutputs(text, (cell) => notebook.runCell(cell).output)
    expect(refreshed === text, 'npm run refresh rewrites the outputs').toBe(true)
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
