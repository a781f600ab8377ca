/** `replay`: runs a scenario and says what happened in it. */
import { line, type StyledLine } from '#text/lines.ts'
import { renderTable } from '#text/table.ts'
import {
  type Outcome,
  parseScenario,
  replay as run,
  type ReplayOptions as RunOptions,
  type ReplaySummary,
  SimulationError,
} from '#course/simulation/index.ts'
import { startRecording } from '#view/steps.ts'
import { print, printJson, printLines } from '../output.ts'
import { CourseError, exitCode } from '../problem.ts'
import type { Session } from '../session.ts'
import { progressLine } from '../show/progress-line.ts'
import { outcomeData } from '../sim/data.ts'
import { drawOutcome } from '../sim/draw.ts'
import { readScenario } from '../sim/files.ts'
import { kernelText, prose, type SimDrawing } from '../sim/prose.ts'
import { drawStory, type Story } from '../sim/story.ts'

export interface ReplayOptions {
  /** Every call step by step. */
  readonly step: boolean
  /** One object; with `step` a line for each call, and the summary in the last. */
  readonly json: boolean
}

/** The exit code is 1 when the kernel stopped in it, and 2 when the scenario cannot be replayed. */
export function replay(session: Session, path: string, options: ReplayOptions): void {
  const summary = runScenario(session, path, options)
  const { terminal } = session
  if (!options.json) {
    printLines(drawSummary(summary, drawingFor(session)), terminal)
  } else if (options.step) print(JSON.stringify({ scenario: path, ...summary }))
  else printJson({ scenario: path, ...summary })
  process.exitCode = summary.stops.length > 0 ? exitCode.fail : exitCode.pass
}

function drawingFor({ terminal, words }: Session): SimDrawing {
  const { columns: width, unicode, canAsk } = terminal
  return { width, unicode, words: words.sim, verbatim: !canAsk }
}

function runScenario(session: Session, path: string, options: ReplayOptions): ReplaySummary {
  const { words, terminal } = session
  const text = readScenario(path, words.sim)
  const progress = progressLine(terminal, !options.json && !options.step)
  try {
    const scenario = parseScenario(text)
    const { length } = scenario.lines
    return run(scenario, {
      onProgress: (done) => progress.show(done, length, words.sim.replay.replaying),
      ...(options.step ? { around: tellingSteps(session, options.json) } : {}),
    })
  } catch (error) {
    if (!(error instanceof SimulationError)) throw error
    throw new CourseError(`${path}, ${error.message}`, error.advice)
  } finally {
    progress.clear()
  }
}

/** Makes each call while it is recorded, and tells it at once: a scenario may be long. */
function tellingSteps(session: Session, json: boolean): NonNullable<RunOptions['around']> {
  const { terminal } = session
  return (scenarioLine, machine, make) => {
    const finish = startRecording(machine.kernel)
    const outcome = make()
    const story = { call: outcome.call, stop: null, ...finish() }
    if (json) print(JSON.stringify({ ...outcomeData(scenarioLine.text, outcome), ...story }))
    else printLines(drawCall(session, scenarioLine.number, outcome, story), terminal)
    return outcome
  }
}

function drawCall(session: Session, number: number, outcome: Outcome, story: Story): StyledLine[] {
  const drawing = drawingFor(session)
  return [
    ...prose(drawing.words.inLine(number, outcome.call), drawing, 'muted'),
    ...drawStory(story, drawing, session.words),
    ...drawOutcome(outcome, drawing),
    [],
  ]
}

function drawSummary(summary: ReplaySummary, drawing: SimDrawing): StyledLine[] {
  const { replay: words } = drawing.words
  const { operations, hits, misses, slabsGrown, slabsDestroyed, failures, linesLeft } = summary
  const rows: [string, string | number][] = [
    [words.calls, operations],
    [words.hits, words.hitsOf(hits, hits + misses)],
    [words.grown, slabsGrown],
    [words.destroyed, slabsDestroyed],
    [words.failures, failures],
    [words.stops, summary.stops.length],
    ...(linesLeft > 0 ? [[words.left, linesLeft] satisfies [string, number]] : []),
  ]
  const table = renderTable(
    {
      align: ['left', 'left'],
      head: [line(words.what), line(words.number)],
      rows: rows.map(([what, number]) => [line(what), line(String(number))]),
    },
    drawing,
  )
  const stops = summary.stops.flatMap(({ line: number, call, stop }) =>
    prose(drawing.words.inLine(number, `${call}: ${drawing.words.stop(stop)}`), drawing, 'bad'),
  )
  const slabinfo =
    summary.slabinfo === null
      ? prose(words.brokenLists, drawing, 'bad')
      : kernelText(usedCaches(summary.slabinfo), drawing)
  return [...table, ...stops, [], ...slabinfo]
}

/** slabinfo without the caches that have no slab. */
function usedCaches(slabinfo: string): string {
  const rows = slabinfo.trimEnd().split('\n')
  return rows.filter((row) => !/^\S+ +0 +0 /.test(row)).join('\n')
}
