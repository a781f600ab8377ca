/** What came of a command, as lines. */
import { drawChanges } from '#text/figures/changes.ts'
import { drawFigure } from '#text/figures/draw.ts'
import type { StyledLine } from '#text/lines.ts'
import { renderOutput } from '#text/code.ts'
import type { Held, Look, Outcome, Ran, Result, Stop } from '#course/simulation/index.ts'
import type { MachineChange } from '#view/machine-change.ts'
import { drawExplanation } from './draw-explanation.ts'
import type { SimWords } from './words.ts'
import { addressText, kernelText, prose, type SimDrawing } from './prose.ts'

/** Of a repeated command this many calls are told from the beginning; of the rest only the last. */
const toldFirst = 3

export function drawRan({ outcomes, change }: Ran, drawing: SimDrawing): StyledLine[] {
  const hidden = outcomes.length - toldFirst - 1
  const told = hidden > 1 ? outcomes.slice(0, toldFirst) : outcomes.slice(0, -1)
  const last = outcomes.at(-1)
  const gap = hidden > 1 ? prose(drawing.words.more(hidden), drawing, 'muted') : []
  return [
    ...told.flatMap((outcome) => drawOutcome(outcome, drawing)),
    ...gap,
    ...(last ? drawOutcome(last, drawing) : []),
    ...(change ? drawChange(change, drawing) : []),
  ]
}

export function drawOutcome(outcome: Outcome, drawing: SimDrawing): StyledLine[] {
  const { words } = drawing
  const { call, result, stop, notes, log } = outcome
  return [
    ...prose(callText(call, result, words), drawing),
    ...log.flatMap((text) => prose(words.log(text), drawing, 'muted')),
    ...notes.flatMap((note) => prose(words.note(note), drawing, 'accent')),
    ...(stop ? drawStop(stop, drawing) : []),
  ]
}

function drawStop(stop: Stop, drawing: SimDrawing): StyledLine[] {
  const { words } = drawing
  return [
    ...prose(words.stop(stop), drawing, 'bad'),
    ...prose(words.stopAdvice[stop.kind], drawing),
  ]
}

/** `p1 = kmalloc(100, GFP_KERNEL) → 0xc121ca00` */
function callText(call: string, result: Result | null, words: SimWords): string {
  switch (result?.kind) {
    case 'object':
      return `${result.name} = ${call} → ${addressText(result.address)}`
    case 'pages': {
      const { name, frame, address } = result
      const place = frame === null ? 'NULL' : `frame ${frame}, ${addressText(address)}`
      return `${name} = ${call} → ${place}`
    }
    case 'cache':
      return `${call} → ${result.cache ?? 'NULL'}`
    case 'count':
      return `${call} → ${words.counted(result.count, result.what)}`
    case 'task':
      return `${call} → pid ${result.pid}, ${result.state}`
    case 'code':
      return `${call} → ${result.code}`
    default:
      return call
  }
}

/** The cache that was worked with, whole; of other caches and of the zones only what changed. */
function drawChange(change: MachineChange, drawing: SimDrawing): StyledLine[] {
  const { words } = drawing
  const { zones } = change
  const changed = change.caches.filter(({ changes }) => changes.length > 0)
  const [first, ...others] = [...change.created, ...changed]
  const also = others.flatMap(({ cache, changes }) => [
    ...prose(words.also(cache), drawing),
    ...drawChanges(changes, drawing),
  ])
  if (zones.changes.length === 0) return [...(first ? framed(first, drawing) : []), ...also]
  if (!first) return [...framed(zones, drawing), ...also]
  return [
    ...framed(first, drawing),
    ...also,
    ...prose(words.zonesToo, drawing),
    ...drawChanges(zones.changes, drawing),
  ]
}

function framed(view: Parameters<typeof drawFigure>[0], drawing: SimDrawing): StyledLine[] {
  return [[], ...drawFigure(view, drawing)]
}

export function drawLook(look: Look, drawing: SimDrawing): StyledLine[] {
  const { words } = drawing
  switch (look.kind) {
    case 'text':
      return look.text === '' ? prose(words.emptyLog, drawing) : kernelText(look.text, drawing)
    case 'figure':
      return drawFigure(look.view, drawing)
    case 'bytes':
      return prose(words.bytes(look.bytes), drawing)
    case 'explanation':
      return drawExplanation(look.explanation, drawing)
    case 'names':
      return drawNames(look.names, drawing)
    case 'problems':
      return look.problems.length === 0
        ? prose(words.noProblems, drawing, 'good')
        : look.problems.flatMap((problem) => prose(problem, drawing, 'bad'))
  }
}

function drawNames(names: readonly Held[], drawing: SimDrawing): StyledLine[] {
  const { words } = drawing
  if (names.length === 0) return prose(words.noNames, drawing)
  const digits = names.at(-1)?.name.length ?? 0
  const rows = names.map(({ name, address, pages, call, released }) => {
    const place = pages && address === 0 ? words.frame(pages.frame) : addressText(address)
    const state = released ? ` (${words.released})` : ''
    return `${name.padEnd(digits)}  ${place.padEnd(10)}  ${call}${state}`
  })
  return renderOutput(rows.join('\n'), drawing)
}
