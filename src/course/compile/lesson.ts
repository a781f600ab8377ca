/** `lessons/<language>/<id>.md` → a lesson. The file may be wrong anywhere: what is right is still shown. */
import * as v from 'valibot'
import type { Block, CellBlock, Run } from '#text/blocks.ts'
import type { Lesson, Section } from '../model.ts'
import { withSource } from './kernel-source.ts'
import {
  type Link,
  type PlacedToken,
  blockOf,
  fencedText,
  inline,
  isCode,
  lex,
} from './markdown.ts'
import { compilePrediction } from './prediction.ts'
import { type Part, assemble } from './program.ts'
import { Report, frontMatterBasics, idOfHeading, readYaml, splitFrontMatter } from './source.ts'

export interface LessonSource {
  readonly id: string
  /** Path from the root of the course. */
  readonly file: string
  readonly text: string
}

export interface CompiledLesson {
  readonly lesson: Lesson
  readonly report: Report
  /** Links and exercise names, to be checked against the whole course. */
  readonly links: readonly Link[]
}

const frontMatter = v.strictObject({
  ...frontMatterBasics,
  exercises: v.optional(v.array(v.string(), 'must be a list of exercise names'), []),
})

/** What is wrong stands in the report, and the rest is there all the same. */
export async function compileLesson({ id, file, text }: LessonSource): Promise<CompiledLesson> {
  const report = new Report(file)
  const { frontMatter: yaml, body, bodyLine } = splitFrontMatter(text)
  if (yaml === null)
    report.add(1, 'The file must begin with front matter: title, minutes, exercises.')
  const matter = yaml === null ? null : readYaml(yaml, frontMatter, 2, report)
  const builder = new LessonBuilder(report, matter?.title ?? id)
  for (const token of lex(body, bodyLine)) builder.add(token)
  const program = await assemble(builder.parts, report)
  const exercises = matter?.exercises ?? []
  const lesson: Lesson = {
    id,
    title: matter?.title ?? id,
    minutes: matter?.minutes ?? 0,
    sections: builder.sections,
    exercises,
    program,
    problems: report.sorted(),
  }
  const listed = exercises.map((name) => ({ target: `exercise:${name}`, line: 1 }))
  return { lesson, report, links: [...listed, ...builder.links] }
}

/** Takes tokens in order and keeps count of what the lesson has so far. */
class LessonBuilder {
  readonly report: Report
  readonly title: string
  readonly sections: Array<Section & { readonly blocks: Block[] }> = []
  readonly parts: Part[] = []
  readonly links: Link[] = []
  /** Cells are put into their section at once and get their output later. */
  #lastCell: { block: CellBlock; blocks: Block[]; at: number } | null = null
  #counts = { cell: 0, prediction: 0, figure: 0 }
  #predictionsInSection = 0

  constructor(report: Report, title: string) {
    this.report = report
    this.title = title
  }

  add({ token, line }: PlacedToken): void {
    const place = { line, report: this.report, links: this.links }
    if (token.type === 'heading' && token['depth'] === 2) return this.#startSection({ token, line })
    if (token.type === 'heading' && token['depth'] === 1)
      this.report.add(line, 'A lesson has no # heading: its title stands in the front matter.')
    if (isCode(token)) {
      const words = (token.lang ?? '').trim().replace(/\s+/g, ' ')
      if (words === 'ts run') return this.#addCell(token.text, line)
      if (words === 'yaml predict') return this.#addPrediction(token.text, line)
      if (words === 'output') return this.#addOutput(fencedText(token), line)
      if (words === 'figure') return this.#addFigure(token.text, line)
    }
    const block = blockOf(token, place)
    if (block) this.#push(exerciseIn(block) ?? withSource(block, place), line)
  }

  #push(block: Block, line: number): Block[] {
    const blocks = this.#blocks(line)
    blocks.push(block)
    return blocks
  }

  #blocks(line: number): Block[] {
    const section = this.sections.at(-1)
    if (section) return section.blocks
    this.report.add(line, 'A lesson begins with a section: put a ## heading with an {#id} first.')
    const opening = { id: 'start', title: this.title, blocks: [] }
    this.sections.push(opening)
    return opening.blocks
  }

  #startSection({ token, line }: PlacedToken): void {
    const place = { line, report: this.report, links: this.links }
    const block = blockOf(token, place)
    const { heading, id } = idOfHeading(block?.kind === 'heading' ? block.runs : [])
    this.sections.push({ id: this.#sectionId(id, heading, line), title: heading, blocks: [] })
    this.#lastCell = null
    this.#predictionsInSection = 0
  }

  #sectionId(id: string | null, heading: string, line: number): string {
    const fallback = `section-${this.sections.length + 1}`
    if (id === null) {
      this.report.add(
        line,
        `The section "${heading}" has no id: end its heading with {#a-short-name}.`,
      )
      return fallback
    }
    if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id)) {
      this.report.add(line, `{#${id}}: an id is small letters, digits and single dashes.`)
      return fallback
    }
    if (this.sections.some((section) => section.id === id)) {
      this.report.add(line, `{#${id}} is already the id of another section of this lesson.`)
      return fallback
    }
    return id
  }

  #addCell(code: string, line: number): void {
    const index = this.#counts.cell++
    const block: CellBlock = { kind: 'cell', index, code, line: line + 1, output: null }
    const blocks = this.#push(block, line)
    this.#lastCell = { block, blocks, at: blocks.length - 1 }
    this.parts.push({ kind: 'cell', index, source: code, line: line + 1 })
  }

  #addOutput(text: string, line: number): void {
    const cell = this.#lastCell
    if (!cell) {
      this.report.add(line, 'This output belongs to no cell: a "ts run" block must stand above it.')
    } else if (cell.block.output !== null) {
      this.report.add(line, 'The cell above has an output already.')
    } else {
      const block = { ...cell.block, output: text }
      cell.blocks[cell.at] = block
      this.#lastCell = { ...cell, block }
    }
  }

  #addPrediction(yaml: string, line: number): void {
    const place = { line, report: this.report, links: this.links }
    const compiled = compilePrediction(yaml, place)
    const nth = ++this.#predictionsInSection
    if (!compiled) return
    const index = this.#counts.prediction++
    this.#blocks(line)
    const id = `${this.sections.at(-1)?.id}/${nth}`
    this.#push({ ...compiled.block, index, id }, line)
    const { answer, answerLine } = compiled
    this.parts.push({ kind: 'prediction', index, source: answer, line: answerLine })
  }

  #addFigure(text: string, line: number): void {
    const [expression = '', caption, ...more] = text.trim().split(/\n(?=caption:)/)
    const place = {
      line: line + expression.split('\n').length + 1,
      report: this.report,
      links: this.links,
    }
    if (more.length > 0) this.report.add(place.line, 'A figure has one caption.')
    if (expression.trim() === '' || expression.startsWith('caption:')) {
      this.report.add(
        line,
        'A figure needs an expression that gives a picture, such as slabs(cache).',
      )
      return
    }
    const words = caption?.replace(/^caption:\s*/, '')
    const index = this.#counts.figure++
    const runs = words ? inline(words, place) : null
    this.#push({ kind: 'figure', index, caption: runs, line: line + 1 }, line)
    this.parts.push({ kind: 'figure', index, source: expression, line: line + 1 })
  }
}

/** A paragraph `**Exercise:** [name](exercise:name) …` is the way into an exercise. */
function exerciseIn(block: Block): Block | null {
  if (block.kind !== 'prose') return null
  const [label, space, link]: readonly (Run | undefined)[] = block.runs
  if (label?.style !== 'strong' || !/[:：]$/.test(label.text.trim())) return null
  const found = space?.style === 'link' ? space : link
  const name = found?.target?.match(/^exercise:(.+)$/)?.[1]
  if (!name || (found !== space && space?.text.trim() !== '')) return null
  return { kind: 'exercise', name, runs: block.runs }
}
