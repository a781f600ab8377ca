/** A call step by step, as lines: for the prompt, for pipes and for the steps of a cell. */
import { drawFigure } from '#text/figures/draw.ts'
import { indent, type StyledLine, styled } from '#text/lines.ts'
import { wrap } from '#text/wrap.ts'
import type { Outcome, Simulation } from '#course/simulation/index.ts'
import { type RecordedStep, type Recording, startRecording } from '#view/steps.ts'
import { prose, type SimDrawing } from './prose.ts'

/** A call of the simulator with its steps. */
export interface Story extends Recording {
  readonly call: string
  readonly stop: Outcome['stop']
}

/** The last call of a session, made once more and recorded; null when there is none. */
export function tellLast(simulation: Simulation): Story | null {
  return simulation.again((machine, make) => {
    const finish = startRecording(machine.kernel)
    const { call, stop } = make()
    return { call, stop, ...finish() }
  })
}

/** One step: the function, what happened and why; with `state`, what it worked on as it is after it. */
export function drawStep(
  step: RecordedStep,
  drawing: SimDrawing,
  { state = false }: { state?: boolean } = {},
): StyledLine[] {
  const depth = Math.min(2 * step.depth, Math.floor(drawing.width / 4))
  const room = { ...drawing, width: drawing.width - depth }
  const head = wrap([styled(step.text, step.name === 'enter' ? 'strong' : 'plain')], room.width)
  const why =
    step.reason === null ? [] : prose(step.reason, { ...room, width: room.width - 2 }, 'muted')
  const told = [...head, ...indent(why, styled('  '))]
  const seen = state && step.state ? [[], ...drawFigure(step.state, drawing)] : []
  return [...indent(told, styled(' '.repeat(depth))), ...seen]
}

/** The whole story, without pictures. */
export function drawStory({ steps, total, stop }: Story, drawing: SimDrawing): StyledLine[] {
  const { words } = drawing
  const more = steps.length < total ? prose(words.steps(steps.length, total), drawing) : []
  return [
    ...steps.flatMap((step) => drawStep(step, drawing)),
    ...more,
    ...(stop ? prose(words.stop(stop), drawing, 'bad') : []),
  ]
}
