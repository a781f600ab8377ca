/** The last call of a session step by step. */
import type { StyledLine } from '#text/lines.ts'
import type { Outcome, Simulation } from '#course/simulation/index.ts'
import { type Recording, startRecording } from '#view/steps.ts'
import { drawSteps } from '../show/steps.ts'
import type { Words } from '../words.ts'
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

/** The whole story, without pictures, and how the kernel stopped if it did. */
export function drawStory(story: Story, drawing: SimDrawing, words: Words): StyledLine[] {
  const { stop } = story
  const ending = stop ? prose(words.sim.stop(stop), drawing, 'bad') : []
  return [...drawSteps(story, drawing, words), ...ending]
}
