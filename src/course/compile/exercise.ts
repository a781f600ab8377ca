/** `exercises/<lesson>/<folder>/README.md` → an exercise: its task, its hints, and what to say to wrong ideas. */
import * as v from 'valibot'
import type { Block, CellBlock } from '#text/blocks.ts'
import type { Exercise, Hint } from '../model.ts'
import { type Link, type PlacedToken, blockOf, fencedText, isCode, lex } from './markdown.ts'
import { Report, frontMatterBasics, idOfHeading, readYaml, splitFrontMatter } from './source.ts'

export interface ExerciseSource {
  /** Folder from the root of the course. */
  readonly folder: string
  /** Path of the README from the root of the course. */
  readonly file: string
  readonly text: string
  /** Files in `misconceptions/`, without ending. */
  readonly misconceptions: readonly string[]
}

export interface CompiledExercise {
  readonly exercise: Exercise
  readonly report: Report
  readonly links: readonly Link[]
}

/** To YAML the word NULL is nothing; here it is the name of the kernel's null pointer. */
const kernelName = v.pipe(
  v.nullable(v.string('must be a name')),
  v.transform((name) => name ?? 'NULL'),
)

const frontMatter = v.strictObject({
  ...frontMatterBasics,
  lesson: v.pipe(
    v.string('must be <lesson>#<section>'),
    v.regex(/^[^#\s]+#[^#\s]+$/, 'must be <lesson>#<section>'),
  ),
  kernel: v.optional(v.array(kernelName, 'must be a list of names'), []),
})

/** The folder without its number. */
export function exerciseName(folder: string): string {
  return folder.replace(/^.*\//, '').replace(/^\d+-/, '')
}

/** What is wrong stands in the report, and the rest is there all the same. */
export function compileExercise(source: ExerciseSource): CompiledExercise {
  const report = new Report(source.file)
  const { frontMatter: yaml, body, bodyLine } = splitFrontMatter(source.text)
  if (yaml === null)
    report.add(1, 'The file must begin with front matter: title, lesson, minutes, kernel.')
  const matter = yaml === null ? null : readYaml(yaml, frontMatter, 2, report)
  const name = exerciseName(source.folder)
  const [lesson = '', section = ''] = (matter?.lesson ?? '').split('#')
  const reader = new PartReader(report)
  for (const token of lex(body, bodyLine)) reader.add(token)
  reader.check(source.misconceptions)
  const exercise: Exercise = {
    name,
    folder: source.folder,
    title: matter?.title ?? name,
    lesson,
    section,
    minutes: matter?.minutes ?? 0,
    kernel: matter?.kernel ?? [],
    task: reader.task,
    hints: reader.hints,
    misconceptions: reader.misconceptions,
    problems: report.sorted(),
  }
  const home = matter ? [{ target: `lesson:${matter.lesson}`, line: 1 }] : []
  return { exercise, report, links: [...home, ...reader.links] }
}

/** Sorts the README's blocks into the task, the hints and the misconceptions, by its `##` headings. */
class PartReader {
  readonly report: Report
  readonly task: Block[] = []
  readonly hints: Array<Hint & { readonly blocks: Block[] }> = []
  readonly misconceptions: Record<string, readonly Block[]> = {}
  readonly links: Link[] = []
  #in: 'task' | 'hint' | 'misconceptions' = 'task'
  #examples = 0

  constructor(report: Report) {
    this.report = report
  }

  add({ token, line }: PlacedToken): void {
    if (this.#in === 'task' && isCode(token)) {
      const words = (token.lang ?? '').trim().replace(/\s+/g, ' ')
      if (words === 'ts run') return this.#addExample(token.text, line)
      if (words === 'output') return this.#addOutput(fencedText(token), line)
    }
    const block = blockOf(token, { line, report: this.report, links: this.links })
    if (!block) return
    if (block.kind === 'heading' && block.level <= 2 && this.#startPart(block, line)) return
    if (this.#in === 'misconceptions') this.#addMisconceptions(block, line)
    else if (this.#in === 'hint') this.hints.at(-1)?.blocks.push(block)
    else this.task.push(block)
  }

  /** A worked example of the task: a cell that sees what the solution exports. */
  #addExample(code: string, line: number): void {
    const index = this.#examples++
    this.task.push({ kind: 'cell', index, code, line: line + 1, output: null })
  }

  #addOutput(output: string, line: number): void {
    const at = this.task.findLastIndex(isExample)
    const example = this.task[at]
    if (!example || !isExample(example) || example.output !== null)
      this.report.add(line, 'This output belongs to no example: a "ts run" block stands above it.')
    else this.task[at] = { ...example, output }
  }

  /** `## Hint 2 — how to think` or, in a translation, any heading that ends in `{#hint-2}`. */
  #startPart({ runs }: Extract<Block, { kind: 'heading' }>, line: number): boolean {
    const { heading, id } = idOfHeading(runs)
    const number = (id?.match(/^hint-(\d+)$/) ?? heading.match(/^Hint (\d+)\b/))?.[1]
    if (number !== undefined) {
      if (Number(number) !== this.hints.length + 1)
        this.report.add(line, `Hint ${this.hints.length + 1} is expected here, not hint ${number}.`)
      const title = heading.replace(/^.*?\d+\s*[—–:：-]*\s*/, '')
      this.hints.push({ title, blocks: [] })
      this.#in = 'hint'
      return true
    }
    if (id === 'misconceptions' || heading === 'Misconceptions') {
      this.#in = 'misconceptions'
      return true
    }
    if (this.#in !== 'task')
      this.report.add(
        line,
        `"${heading}" comes too late: after the task there are only hints and misconceptions.`,
      )
    return false
  }

  #addMisconceptions(block: Block, line: number): void {
    if (block.kind !== 'list') {
      this.report.add(line, 'Misconceptions are a list: - `file`: what to tell the learner.')
      return
    }
    for (const [first, ...rest] of block.items) {
      const [name, ...words] = first?.kind === 'prose' ? first.runs : []
      if (name?.style !== 'code') {
        this.report.add(line, 'A misconception begins with the name of its file in backquotes.')
        continue
      }
      const [opening, ...more] = words
      const text = opening?.text.replace(/^\s*[:：]\s*/, '') ?? ''
      const runs = opening ? [{ ...opening, text }, ...more].filter((run) => run.text !== '') : []
      if (runs.length === 0)
        this.report.add(line, `The misconception \`${name.text}\` has no sentence.`)
      else this.misconceptions[name.text] = [{ kind: 'prose', runs }, ...rest]
    }
  }

  /** What the README must have, beside what is in the folder. */
  check(files: readonly string[]): void {
    for (const [index, { title, blocks }] of this.hints.entries()) {
      if (blocks.length === 0) this.report.add(1, `Hint ${index + 1} (${title}) says nothing.`)
    }
    if (this.hints.length !== 3)
      this.report.add(1, `An exercise has three hints; this one has ${this.hints.length}.`)
    if (this.task.length === 0)
      this.report.add(1, 'The task is missing: it stands above the first hint.')
    for (const file of files) {
      if (!this.misconceptions[file])
        this.report.add(1, `misconceptions/${file}.ts has no sentence under "## Misconceptions".`)
    }
    for (const name of Object.keys(this.misconceptions)) {
      if (!files.includes(name))
        this.report.add(1, `The misconception \`${name}\` has no file misconceptions/${name}.ts.`)
    }
    if (files.length < 2)
      this.report.add(
        1,
        `An exercise has at least two misconceptions; this one has ${files.length}.`,
      )
  }
}

function isExample(block: Block): block is CellBlock {
  return block.kind === 'cell'
}
