/**
 * A section as the reader meets it: parts in order, some of them gates. What stands behind a gate is shown when
 * the cell is run, the question answered or the exercise left; so that no answer is given away.
 */
import type { Block, CellBlock, FigureBlock, PredictionBlock } from '#text/blocks.ts'
import type { Section } from '#course/model.ts'
import type { Reader } from './state.ts'

export type Part =
  | { readonly kind: 'text'; readonly blocks: readonly Block[] }
  /** The code of a cell; its output is a part of its own. */
  | { readonly kind: 'cell'; readonly cell: CellBlock; readonly asked: boolean }
  | { readonly kind: 'output'; readonly cell: CellBlock }
  | { readonly kind: 'question'; readonly prediction: PredictionBlock }
  | { readonly kind: 'figure'; readonly figure: FigureBlock }
  | { readonly kind: 'exercise'; readonly name: string; readonly block: Block }

/** The parts of the section the reader is in; none on the page after the last section. */
export function readerParts({ lesson, section }: Reader): Part[] {
  const current = lesson.sections[section]
  return current ? partsOf(current) : []
}

export function partsOf({ blocks }: Section): Part[] {
  const parts: Part[] = []
  let held: CellBlock | null = null
  for (const [index, block] of blocks.entries()) {
    // What a cell prints comes after the questions about it.
    if (held && block.kind !== 'prediction') {
      parts.push({ kind: 'output', cell: held })
      held = null
    }
    if (block.kind === 'cell') {
      parts.push({ kind: 'cell', cell: block, asked: blocks[index + 1]?.kind === 'prediction' })
      held = block
    } else if (block.kind === 'prediction') parts.push({ kind: 'question', prediction: block })
    else if (block.kind === 'figure') parts.push({ kind: 'figure', figure: block })
    else if (block.kind === 'exercise') parts.push({ kind: 'exercise', name: block.name, block })
    else addText(parts, block)
  }
  if (held) parts.push({ kind: 'output', cell: held })
  return parts
}

function addText(parts: Part[], block: Block): void {
  const last = parts.at(-1)
  if (last?.kind === 'text')
    parts[parts.length - 1] = { kind: 'text', blocks: [...last.blocks, block] }
  else parts.push({ kind: 'text', blocks: [block] })
}

/** Whether the reader has to do something before the next part is shown. */
function isGate(part: Part): boolean {
  if (part.kind === 'cell') return !part.asked
  return part.kind === 'question' || part.kind === 'exercise'
}

export function countGates(parts: readonly Part[]): number {
  return parts.filter(isGate).length
}

/** The parts on the screen: up to the first gate that is not behind the reader, and that gate. */
export function visibleParts(parts: readonly Part[], passed: number): readonly Part[] {
  const gate = gateIndex(parts, passed)
  return gate === null ? parts : parts.slice(0, gate + 1)
}

/** The gate the reader stands at; `null` when all are behind. */
export function currentGate(parts: readonly Part[], passed: number): Part | null {
  const index = gateIndex(parts, passed)
  return index === null ? null : (parts[index] ?? null)
}

function gateIndex(parts: readonly Part[], passed: number): number | null {
  let seen = 0
  for (const [index, part] of parts.entries()) {
    if (!isGate(part)) continue
    if (seen === passed) return index
    seen++
  }
  return null
}

/** All the words of a section, for the search. */
export function textOfSection({ title, blocks }: Section): string {
  return [title, ...blocks.map(textOfBlock)].join('\n')
}

function textOfBlock(block: Block): string {
  const text = (runs: readonly { text: string }[]) => runs.map((run) => run.text).join('')
  switch (block.kind) {
    case 'prose':
    case 'heading':
    case 'exercise':
      return text(block.runs)
    case 'list':
      return block.items.flat().map(textOfBlock).join('\n')
    case 'table':
      return [block.head, ...block.rows].map((row) => row.map(text).join(' ')).join('\n')
    case 'quote':
      return block.blocks.map(textOfBlock).join('\n')
    case 'code':
      return block.text
    case 'cell':
      return block.code
    case 'prediction':
      return text(block.ask)
    case 'figure':
      return block.caption ? text(block.caption) : ''
    case 'rule':
      return ''
  }
}
