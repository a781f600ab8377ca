/** Runs a lesson: every cell prints what stands under it, every prediction has an answer, every figure is drawn. */
import type { Block } from '#text/blocks.ts'
import { drawFigure } from '#text/figures/draw.ts'
import type { Lesson, Problem } from '../model.ts'
import { type Notebook, NotebookError, openNotebook } from '../notebook/index.ts'
import { answerProblems } from '../prediction.ts'

type Of<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>

/** The blocks of a kind, in the order of the lesson. */
export function blocksOf<Kind extends Block['kind']>(
  { sections }: Pick<Lesson, 'sections'>,
  kind: Kind,
): Of<Kind>[] {
  const isOfKind = (block: Block): block is Of<Kind> => block.kind === kind
  return sections.flatMap(({ blocks }) => blocks).filter(isOfKind)
}

/** `file`: the path of the lesson from the root of the course. */
export function examineCells(lesson: Lesson, file: string): Problem[] {
  const notebook = openNotebook(lesson)
  const found = [
    ...blocksOf(lesson, 'cell').flatMap((cell) => cellProblem(cell, notebook)),
    ...blocksOf(lesson, 'prediction').flatMap((block) => predictionProblems(block, notebook)),
    ...blocksOf(lesson, 'figure').flatMap((figure) => figureProblem(figure, notebook)),
  ]
  // One broken cell stops all that follows; its own line is told once, and not at all where it was told when compiled.
  const told = new Set<string>()
  const compiled = new Set(lesson.problems.map(({ line }) => line))
  return found
    .filter(({ line, message }) => {
      const isNew = !told.has(`${line} ${message}`) && !compiled.has(line)
      told.add(`${line} ${message}`)
      return isNew && !message.startsWith('The lesson stopped above')
    })
    .map(({ line, message }) => ({ file, line, message }))
}

type Found = Omit<Problem, 'file'>

function cellProblem({ index, line, output }: Of<'cell'>, notebook: Notebook): Found[] {
  const printed = notebook.runCell(index)
  if (printed.error) return [printed.error]
  if (output === null && printed.output !== '') {
    const message =
      'The cell prints, and no output stands under it: put an empty output block there'
    return [{ line, message: `${message}, then npm run refresh.` }]
  }
  if ((output ?? '') === printed.output) return []
  return [{ line, message: 'The output under this cell is not what it prints: npm run refresh.' }]
}

function predictionProblems(block: Of<'prediction'>, notebook: Notebook): Found[] {
  const { line } = block
  try {
    return answerProblems(block, notebook.answer(block.index)).map((message) => ({ line, message }))
  } catch (error) {
    return [broken(error, line)]
  }
}

/** Wide and narrow, in Unicode and in ASCII. */
const widths = [40, 80]

function figureProblem({ index, line }: Of<'figure'>, notebook: Notebook): Found[] {
  try {
    const view = notebook.figure(index)
    for (const width of widths)
      for (const unicode of [true, false]) drawFigure(view, { width, unicode })
    return []
  } catch (error) {
    return [broken(error, line)]
  }
}

function broken(error: unknown, line: number): Found {
  if (error instanceof NotebookError) return { line: error.line, message: error.message }
  return { line, message: error instanceof Error ? error.message : String(error) }
}
