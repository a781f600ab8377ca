/** The page of an exercise: the task, then the verdict, then the hints asked for. */
import { line, styled, type StyledLine } from '#text/lines.ts'
import { render } from '#text/render.ts'
import { wrap } from '#text/wrap.ts'
import { marks } from '../show/marks.ts'
import { drawingOptions } from '../show/drawing.ts'
import { drawVerdict } from '../show/verdict.ts'
import type { Guide, Workbench } from './state.ts'

export function drawWorkbenchPage(guide: Guide, bench: Workbench, width: number): StyledLine[] {
  if (bench.sheet) return [...bench.sheet.lines]
  return [...drawTask(guide, bench, width), ...drawBelowTask(guide, bench, width)]
}

/** Lines above the verdict; scrolled this far, the verdict begins at the top. */
export function linesAboveVerdict(guide: Guide, bench: Workbench, width: number): number {
  return drawTask(guide, bench, width).length
}

function drawTask(guide: Guide, bench: Workbench, width: number): StyledLine[] {
  const { words, editor } = guide
  const { exercise, path, verdict } = bench
  const opens = editor === null ? words.noEditor : words.opensWith(editor)
  return [
    ...wrap([styled(exercise.title, 'heading')], width),
    [],
    ...render(exercise.task, drawingOptions(guide, width)),
    [],
    ...wrap([styled(words.yourFile(path), 'accent')], width),
    ...(verdict === null ? wrap([styled(`${opens} ${words.waiting}`, 'muted')], width) : []),
    [],
  ]
}

function drawBelowTask(guide: Guide, bench: Workbench, width: number): StyledLine[] {
  const { words, unicode, colour } = guide
  const { verdict, explanation, previous, hints, exercise } = bench
  const advice = hints < exercise.hints.length ? words.hintKey(hints) : null
  const judged =
    verdict === null
      ? []
      : [
          line(marks(unicode).rule.repeat(width), 'muted'),
          ...drawVerdict(verdict, {
            width,
            unicode,
            colour,
            words,
            advice,
            explanation,
            previous,
          }),
          ...(verdict.outcome === 'pass' ? [[], ...wrap([styled(words.afterPass)], width)] : []),
          [],
        ]
  const shown = exercise.hints
    .slice(0, hints)
    .flatMap(({ title, blocks }, index) => [
      line(`${words.hintOf(index + 1, exercise.hints.length)}: ${title}`, 'heading'),
      ...render(blocks, drawingOptions(guide, width)),
      [],
    ])
  return [...judged, ...shown]
}
