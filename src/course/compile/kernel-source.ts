/** The line that says where the real kernel has something: `> **In the kernel:** \`cache_grow\` in mm/slab.c.` */
import type { Block, Run, Runs } from '#text/blocks.ts'
import { filesOfName, kernelFiles, kernelMembers } from './kernel-names.ts'
import type { Report } from './source.ts'

/** A tree of the very release the course is about, with a page for each file and one for each name. */
const tree = 'https://elixir.bootlin.com/linux/v2.6.11'

function pageOfName(name: string): string {
  return `${tree}/C/ident/${name}`
}

function pageOfFile(file: string): string {
  return `${tree}/source/${file}`
}

/** In the text a header is called as in `#include`. */
function fullPath(file: string): string {
  return /^(?:linux|asm-i386|asm-generic)\//.test(file) ? `include/${file}` : file
}

const filePattern = /(?<![\w/])(?:[\w-]+\/)+[\w-]+\.[chS]\b/g

/** Adds the page to such a quote; any other block comes back as it is. Names that are not known are reported. */
export function withSource(block: Block, place: { line: number; report: Report }): Block {
  const runs = sourceRuns(block)
  if (block.kind !== 'quote' || !runs) return block
  const files = runs
    .filter(({ style }) => style !== 'code')
    .flatMap(({ text }) => text.match(filePattern) ?? [])
    .map(fullPath)
  // The page of a function shows more than that of a structure, whose name is a common word.
  const named = runs.filter(({ style }) => style === 'code')
  const names = [...named.filter((run) => !isStruct(run)), ...named.filter(isStruct)].flatMap(
    kernelName,
  )
  const problems = [
    ...files.flatMap(fileProblem),
    ...names.flatMap((name) => nameProblem(name, files)),
  ]
  for (const problem of problems) place.report.add(place.line, problem)
  const known = names.find((name) => filesOfName.has(name))
  const file = files.find((each) => kernelFiles.has(each))
  const source = known ? pageOfName(known) : file ? pageOfFile(file) : null
  return source === null ? block : { ...block, source }
}

/** The paragraph of a quote that begins with a bold label, a colon at its end, and goes on with the kernel's names. */
function sourceRuns(block: Block): Runs | null {
  if (block.kind !== 'quote') return null
  const [first] = block.blocks
  if (first?.kind !== 'prose') return null
  const [label, ...rest] = first.runs
  if (label?.style !== 'strong' || !/[:：]$/.test(label.text.trim())) return null
  const text = rest.map((run) => run.text).join('')
  const isSource = label.text.startsWith('In the kernel') || text.search(filePattern) >= 0
  return isSource ? rest : null
}

function isStruct({ text }: Run): boolean {
  return text.startsWith('struct ')
}

/** `struct slab` is looked up as `slab`; what is no name, such as a path, is only text. */
function kernelName({ text }: Run): string[] {
  const name = text.replace(/^(?:struct|enum|union) /, '').replace(/\(\)$/, '')
  return /^[A-Za-z_]\w*$/.test(name) ? [name] : []
}

function fileProblem(file: string): string[] {
  return kernelFiles.has(file)
    ? []
    : [`${file} is no file of the kernel that the course knows.${list}`]
}

/** With one file named, the name must be one of its own. */
function nameProblem(name: string, files: readonly string[]): string[] {
  if (kernelMembers.has(name)) return []
  const has = filesOfName.get(name)
  if (!has) return [`\`${name}\` is no name of the kernel that the course knows.${list}`]
  const [file] = files
  if (files.length !== 1 || file === undefined || !kernelFiles.has(file) || has.includes(file))
    return []
  return [`\`${name}\` is not in ${file} but in ${has.join(', ')}.`]
}

const list = ' What it may name is in src/course/compile/kernel-names.ts.'
