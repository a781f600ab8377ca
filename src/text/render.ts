/** Blocks → styled lines. Pure: the same blocks and width give the same lines, on any machine. */
import type { Block, PredictionBlock, Run, Runs } from './blocks.ts'
import { renderCode, renderOutput } from './code.ts'
import { glyphs, toAscii } from './glyphs.ts'
import { type Style, type StyledLine, indent, lineWidth, styled, tidy } from './lines.ts'
import { renderTable } from './table.ts'
import { displayWidth, printable } from './width.ts'
import { wrap } from './wrap.ts'

export interface RenderOptions {
  /** Columns there are; no line is wider. */
  readonly width: number
  /** False for a terminal without UTF-8: boxes, bullets and dashes become ASCII. */
  readonly unicode: boolean
  /** The picture for a figure of the page; without one only its caption is shown. */
  readonly figure?: (index: number) => readonly StyledLine[] | null
  /** Put backquotes around code, for a terminal where it has no colour to be known by. */
  readonly marks?: boolean
  /** Leave out what cells print: a screen that runs them shows it itself. */
  readonly hideOutputs?: boolean
}

/** Below this the contents of lists and quotes are not indented any more. */
const readable = 10

/** The text of a run as this terminal can show it. */
function shown(text: string, { unicode }: RenderOptions): string {
  const clean = text.split('\n').map(printable).join('\n')
  return unicode ? clean : toAscii(clean)
}

/** Where a link goes, in words, when its text does not say so already. */
function destination({ text, target = '' }: Run): string {
  const [, scheme = '', rest = ''] = target.match(/^([a-z]+):(.*)$/s) ?? []
  const place = scheme === 'lesson' ? (rest.split('#')[0] ?? rest) : rest
  if (scheme === 'lesson' || scheme === 'exercise')
    return place === '' || text.includes(place) ? '' : ` (${scheme} ${place})`
  return target === text || target === `mailto:${text}` ? '' : ` (${target})`
}

/** Inline runs with their styles. */
export function styledRuns(runs: Runs, options: RenderOptions, base: Style = 'plain'): StyledLine {
  return tidy(
    runs.flatMap((run) => {
      const style = run.style === 'plain' ? base : run.style
      const words = shown(run.text, options)
      const text = styled(options.marks && run.style === 'code' ? `\`${words}\`` : words, style)
      if (run.style !== 'link') return [text]
      return [text, styled(shown(destination(run), options), 'muted')]
    }),
  )
}

/** Where no colour tells it from prose, a heading is underlined. */
function renderHeading(
  { runs }: Extract<Block, { kind: 'heading' }>,
  options: RenderOptions,
): StyledLine[] {
  const lines = wrap(styledRuns(runs, options, 'heading'), options.width)
  if (!options.marks) return lines
  const rule = glyphs(options.unicode).rule.repeat(Math.max(...lines.map(lineWidth)))
  return [...lines, [styled(rule, 'muted')]]
}

function renderList(
  block: Extract<Block, { kind: 'list' }>,
  options: RenderOptions,
  depth: number,
): StyledLine[] {
  const { bullets } = glyphs(options.unicode)
  const bullet = bullets[depth % bullets.length] ?? ''
  const last = block.start === null ? '' : `${block.start + block.items.length - 1}.`
  const markWidth = block.start === null ? displayWidth(bullet) + 1 : last.length + 1
  const inner = options.width - markWidth
  const loose = block.items.some((item) => item.filter(({ kind }) => kind !== 'list').length > 1)
  return block.items.flatMap((item, index) => {
    const mark = block.start === null ? bullet : `${block.start + index}.`.padStart(markWidth - 1)
    const gap = loose && index > 0 ? [[]] : []
    if (inner < readable) {
      return [...gap, [styled(mark.trim(), 'muted')], ...renderTight(item, options, depth + 1)]
    }
    const lines = renderTight(item, { ...options, width: inner }, depth + 1)
    const rest = styled(' '.repeat(markWidth))
    const body = lines.length > 0 ? lines : [[]]
    return [...gap, ...indent(body, styled(`${mark} `, 'muted'), rest)]
  })
}

/** The blocks of a list item: a list below its text stands close to it. */
function renderTight(
  blocks: readonly Block[],
  options: RenderOptions,
  depth: number,
): StyledLine[] {
  return blocks.flatMap((block, index) => {
    const lines = renderBlock(block, options, depth)
    return index > 0 && block.kind !== 'list' ? [[], ...lines] : lines
  })
}

function renderQuote(
  { blocks, source }: Extract<Block, { kind: 'quote' }>,
  options: RenderOptions,
): StyledLine[] {
  const narrow = options.width - 2 < readable
  const width = narrow ? options.width : options.width - 2
  const page = source === undefined ? [] : renderLink(source, width)
  const lines = [...renderAll(blocks, { ...options, width }), ...page]
  return narrow ? lines : indent(lines, styled(`${glyphs(options.unicode).bar} `, 'muted'))
}

/** An address as itself: every terminal can copy it, and some open it. */
function renderLink(address: string, width: number): StyledLine[] {
  return wrap([styled(address, 'muted')], width).map((line) =>
    line.map((run) => ({ ...run, link: address })),
  )
}

/** The question and its choices; the screen that asks adds how to answer. */
export function renderPrediction(block: PredictionBlock, options: RenderOptions): StyledLine[] {
  const question = styledRuns(block.ask, options, 'strong')
  const asked = indent(wrap(question, options.width - 2), styled('? ', 'accent'), styled('  '))
  const choices = block.choices.flatMap((choice, index) => {
    const mark = `  ${index + 1}. `
    const label = wrap(styledRuns(choice.label, options), options.width - mark.length)
    return indent(label, styled(mark, 'muted'), styled(' '.repeat(mark.length)))
  })
  return [...asked, ...choices]
}

function renderFigure(
  { index, caption }: Extract<Block, { kind: 'figure' }>,
  options: RenderOptions,
): StyledLine[] {
  const picture = options.figure?.(index) ?? []
  const words = caption ? wrap(styledRuns(caption, options, 'emphasis'), options.width) : []
  return [...picture, ...words]
}

function renderBlock(block: Block, options: RenderOptions, depth = 0): StyledLine[] {
  const { width } = options
  switch (block.kind) {
    case 'prose':
      return wrap(styledRuns(block.runs, options), width)
    case 'heading':
      return renderHeading(block, options)
    case 'list':
      return renderList(block, options, depth)
    case 'table':
      return renderTable(
        {
          align: block.align,
          head: block.head.map((cell) => styledRuns(cell, options)),
          rows: block.rows.map((row) => row.map((cell) => styledRuns(cell, options))),
        },
        options,
      )
    case 'quote':
      return renderQuote(block, options)
    case 'rule':
      return [[styled(glyphs(options.unicode).rule.repeat(width), 'muted')]]
    case 'code':
      return renderCode(block.text, block.language, options)
    case 'cell':
      return renderCode(block.code, 'ts', options)
    case 'prediction':
      return renderPrediction(block, options)
    case 'figure':
      return renderFigure(block, options)
  }
  // What is left is an exercise.
  const mark = styled(`${glyphs(options.unicode).exercise} `, 'accent')
  return indent(wrap(styledRuns(block.runs, options), width - 2), mark, styled('  '))
}

function renderAll(blocks: readonly Block[], options: RenderOptions): StyledLine[] {
  const groups = withOutputs(blocks, options).filter((lines) => lines.length > 0)
  return groups.flatMap((lines, index) => (index > 0 ? [[], ...lines] : lines))
}

/** Each block's lines; what a cell prints comes after the predictions about it, so that it gives nothing away. */
function withOutputs(blocks: readonly Block[], options: RenderOptions): StyledLine[][] {
  const groups: StyledLine[][] = []
  let held: StyledLine[] = []
  for (const block of blocks) {
    if (block.kind !== 'prediction') {
      groups.push(held)
      held = []
    }
    groups.push(renderBlock(block, options))
    if (block.kind === 'cell' && block.output !== null && !options.hideOutputs) {
      held = renderOutput(block.output, options)
    }
  }
  return [...groups, held]
}

/** A page, or a part of one, as lines with an empty one between blocks. */
export function render(blocks: readonly Block[], options: RenderOptions): StyledLine[] {
  return renderAll(blocks, options)
}
