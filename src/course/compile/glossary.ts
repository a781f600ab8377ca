/** `lessons/<language>/glossary.md` → words with their meanings, and the sections that teach them. */
import * as v from 'valibot'
import type { Block, Runs } from '#text/blocks.ts'
import type { GlossaryWord } from '../model.ts'
import { type Link, type PlacedToken, blockOf, lex } from './markdown.ts'
import { Report, frontMatterBasics, idOfHeading, readYaml, splitFrontMatter } from './source.ts'

/** Stands in the folder of the lessons, and is none. */
export const glossaryFileName = 'glossary.md'

export interface CompiledGlossary {
  readonly words: readonly GlossaryWord[]
  readonly report: Report
  readonly links: readonly Link[]
}

const frontMatter = v.strictObject({ title: frontMatterBasics.title })

/** What is wrong stands in the report, and the rest is there all the same. */
export function compileGlossary(file: string, text: string): CompiledGlossary {
  const report = new Report(file)
  const { frontMatter: yaml, body, bodyLine } = splitFrontMatter(text)
  if (yaml === null) report.add(1, 'The file must begin with front matter: title.')
  else readYaml(yaml, frontMatter, 2, report)
  const reader = new WordReader(report)
  for (const token of lex(body, bodyLine)) reader.add(token)
  return { words: reader.finish(), report, links: reader.links }
}

interface Unfinished {
  readonly id: string
  readonly word: string
  readonly line: number
  also: readonly string[]
  meaning: Runs | null
  taught: GlossaryWord['taught']
}

/** Below each `##`: other names in italics if there are any, what it means, and a link to where it is taught. */
class WordReader {
  readonly report: Report
  readonly links: Link[] = []
  readonly #words: Unfinished[] = []

  constructor(report: Report) {
    this.report = report
  }

  add({ token, line }: PlacedToken): void {
    const block = blockOf(token, { line, report: this.report, links: this.links })
    if (!block) return
    if (block.kind === 'heading') this.#start(block, line)
    else this.#describe(block, line)
  }

  finish(): GlossaryWord[] {
    return this.#words.flatMap(({ line, meaning, ...word }) => {
      if (meaning) return [{ ...word, meaning }]
      this.report.add(line, `"${word.word}" has no meaning: write one paragraph below it.`)
      return []
    })
  }

  #start({ level, runs }: Extract<Block, { kind: 'heading' }>, line: number): void {
    if (level !== 2) this.report.add(line, 'A word stands in a ## heading.')
    const { id, heading } = idOfHeading(runs)
    if (id === null)
      this.report.add(line, `"${heading}" has no id: end its heading with {#a-short-name}.`)
    if (this.#words.some((word) => word.id === id))
      this.report.add(line, `{#${id}} is already the id of another word.`)
    const fallback = `word-${this.#words.length + 1}`
    this.#words.push({
      id: id ?? fallback,
      word: heading,
      line,
      also: [],
      meaning: null,
      taught: null,
    })
  }

  #describe(block: Block, line: number): void {
    const word = this.#words.at(-1)
    if (!word || block.kind !== 'prose') {
      this.report.add(line, 'Only paragraphs stand here, each below the ## heading of a word.')
      return
    }
    const [first, ...more] = block.runs
    const alone = more.length === 0 ? first : undefined
    if (alone?.style === 'emphasis' && !word.meaning) word.also = alone.text.split(/[,，、]\s*/)
    else if (alone?.style === 'link') word.taught = taughtIn(alone.target)
    else if (word.meaning)
      this.report.add(line, `"${word.word}" has two meanings: one paragraph is enough.`)
    else word.meaning = block.runs
    if (alone?.style === 'link' && !word.taught)
      this.report.add(line, 'The link below a word goes to lesson:<lesson>#<section>.')
  }
}

function taughtIn(target = ''): GlossaryWord['taught'] {
  const [, lesson, section] = /^lesson:([^#]+)#(.+)$/.exec(target) ?? []
  return lesson !== undefined && section !== undefined ? { lesson, section } : null
}
