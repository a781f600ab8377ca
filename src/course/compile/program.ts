/** The runnable parts of a lesson → one generator function that stops after each of them. */
import { compileFunction } from 'node:vm'
import type { NotebookProgram, ProgramStep } from '../model.ts'
import { programText, valueFunction } from '../notebook/program-text.ts'
import type { Report } from './source.ts'
import { type Translated, translate } from './typescript.ts'

/** A cell's code, or the expression of a prediction or a figure, as the author wrote it. */
export interface Part {
  readonly kind: ProgramStep['kind']
  readonly index: number
  readonly source: string
  /** Line of the file its first line has. */
  readonly line: number
}

/** A part that does not parse is reported and, when it is reached, throws; everything else still runs. */
export async function assemble(parts: readonly Part[], report: Report): Promise<NotebookProgram> {
  const code: string[] = []
  const lines: number[] = []
  const steps: ProgramStep[] = []
  for (const part of parts) {
    steps.push({ kind: part.kind, index: part.index, line: part.line, from: lines.length })
    const translated = await translatePart(part, report)
    code.push(...translated.code.split('\n'))
    lines.push(...translated.lines)
  }
  const program = { code: code.join('\n'), lines, steps }
  checkWhole(program, report)
  return program
}

async function translatePart(part: Part, report: Report): Promise<Translated> {
  const isCell = part.kind === 'cell'
  // The call stands on the first line, so that lines stay what they are.
  const source = isCell ? part.source : `${valueFunction}(${part.source}\n)`
  const result = await translate(source)
  if ('problem' in result) {
    const line = part.line + Math.min(result.problem.line, part.source.split('\n').length) - 1
    report.add(line, `This ${nameOf(part)} does not parse: ${result.problem.message}.`)
    return {
      code: `throw new SyntaxError(${JSON.stringify(result.problem.message)})\nyield;`,
      lines: [line, line],
    }
  }
  const lines = result.ok.lines.map((line) => part.line + line - 1)
  if (!isCell) return { code: `yield ${result.ok.code}`, lines }
  return { code: `${result.ok.code}\nyield;`, lines: [...lines, lines.at(-1) ?? part.line] }
}

function nameOf({ kind }: Part): string {
  return kind === 'prediction' ? 'answer' : kind
}

/** Finds what only shows in the whole: the same name declared by two cells, `await` or `return` outside a function. */
function checkWhole({ code, lines }: NotebookProgram, report: Report): void {
  try {
    compileFunction(programText(code), [], { filename: 'lesson', lineOffset: -1 })
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const at = Number(error.stack?.match(/^lesson:(\d+)/)?.[1] ?? 1)
    report.add(lines[at - 1] ?? 1, `The cells do not run together: ${error.message}.`)
  }
}
