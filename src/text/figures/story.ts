/** A call story: kernel functions indented by depth, what they do, and why in brackets. */
import type { StoryStep } from '#view/story-steps.ts'
import type { StoryView } from '#view/story.ts'
import { glyphs } from '../glyphs.ts'
import { indent, type StyledLine, type StyledRun, styled, tidy } from '../lines.ts'
import { wrap } from '../wrap.ts'
import { boxGlyphs, type FigureOptions, words } from './box.ts'

/** Columns that the words keep, however deep the calls are. */
const leastWords = 20

export function drawStory({ steps }: StoryView, options: FigureOptions): StyledLine[] {
  if (steps.length === 0) return words('Nothing happened in the kernel.', options, 'muted')
  return steps.flatMap((step) => drawStep(step, options))
}

function drawStep(step: StoryStep, options: FigureOptions): StyledLine[] {
  const { down } = boxGlyphs(options.unicode)
  const inside = step.kind === 'event' || step.kind === 'result'
  const levels = step.kind === 'stop' ? 0 : step.depth + (inside ? 1 : 0)
  const level = options.width >= 56 ? `${down} ` : down
  const shown = Math.min(levels, Math.floor((options.width - leastWords) / level.length))
  const margin = styled(level.repeat(Math.max(0, shown)), 'muted')
  const [first, rest] = marks(step, options)
  const runs = runsOf(step)
  const room = options.width - margin.text.length - first.length
  const lines = indent(wrap(runs, room), styled(first, 'muted'), styled(rest))
  return lines.map((line) => tidy([margin, ...line]))
}

/** What stands before the first line of a step and before those that follow. */
function marks({ kind }: StoryStep, { unicode }: FigureOptions): readonly [string, string] {
  if (kind === 'call' || kind === 'stop') return ['', '  ']
  if (kind === 'result') return [`${glyphs(unicode).arrow} `, ' '.repeat(unicode ? 2 : 3)]
  const dot = kind === 'more' ? boxGlyphs(unicode).skipped : '-'
  return [`${dot} `, '  ']
}

function runsOf({ kind, text, reason }: StoryStep): StyledRun[] {
  if (kind === 'call') return [styled(text, 'strong')]
  if (kind === 'more') return [styled(reason === null ? text : `${text}: ${reason}`, 'muted')]
  if (kind === 'stop') return [styled(text, 'bad')]
  const why = reason === null ? [] : [styled(` (${reason})`, 'muted')]
  return [styled(text, kind === 'result' ? 'good' : 'plain'), ...why]
}
