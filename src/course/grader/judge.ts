/** Makes the verdict of what the child reported. */
import type { Run } from './child.ts'
import type { Compiled } from './compile.ts'
import { mapPrinted, positionIn } from './positions.ts'
import type { Place, RawFailure, RawTrouble } from './protocol.ts'
import type { CheckResult, Failure, Position, Trouble, Verdict } from './verdict.ts'
import { words } from './words.ts'

export interface Judged {
  readonly exercise: string
  readonly file: string
  readonly seed: number
}

/** The verdict on a file that could not be run at all. */
export function stopped(judged: Judged, trouble: Trouble): Verdict {
  const { exercise, seed } = judged
  return { exercise, outcome: 'stopped', checks: [], trouble, printed: [], printedCut: false, seed }
}

/** The verdict on a run; places in compiled code become lines of the learner's file. */
export function judge(
  judged: Judged,
  compiled: Compiled,
  { reports, trouble }: Pick<Run, 'reports' | 'trouble'>,
): Verdict {
  const at = (place: Place | null) => place && positionIn(judged.file, compiled.map, place)
  const names = reports.flatMap((report) => (report.kind === 'collected' ? report.names : []))
  const checks = names.map((name): CheckResult => ({ name, state: 'skipped', failure: null }))
  let running: number | null = null
  for (const report of reports) {
    if (report.kind === 'started') running = report.check
    if (report.kind !== 'finished') continue
    running = null
    const { name } = checks[report.check]!
    const failure = report.failure && explain(report.failure, at(report.failure.place))
    checks[report.check] = { name, state: report.state, failure }
  }
  const told = trouble && troubleOf(trouble, names.length > 0, at(trouble.place))
  if (told && trouble && running !== null) {
    checks[running] = interrupted(checks[running]!.name, trouble.tried, told)
  }
  // A check that was skipped proves nothing.
  const passed = checks.length > 0 && checks.every(({ state }) => state === 'pass')
  return {
    exercise: judged.exercise,
    outcome: told ? 'stopped' : passed ? 'pass' : 'fail',
    checks,
    trouble: told,
    printed: reports.flatMap((report) =>
      report.kind === 'printed' ? [mapPrinted(report.text, judged.file, compiled.map)] : [],
    ),
    printedCut: reports.some(({ kind }) => kind === 'printed-cut'),
    seed: judged.seed,
  }
}

/** The check that was being run when everything stopped. */
function interrupted(name: string, tried: string, { message, position }: Trouble): CheckResult {
  const failure = {
    tried: tried || null,
    message,
    compared: null,
    expected: null,
    actual: null,
    look: null,
    position,
  }
  return { name, state: 'fail', failure }
}

function explain(raw: RawFailure, position: Position | null): Failure {
  const { tried, compared, expected, actual, look } = raw
  return { tried, message: messageOf(raw, position), compared, expected, actual, look, position }
}

function messageOf({ kind, message }: RawFailure, position: Position | null): string {
  if (kind === 'comparison') return message
  if (message.includes('Maximum call stack size exceeded')) return words.tooDeep
  const bug = /^KernelBug: (.*)$/s.exec(message)
  if (bug) return words.kernelBug(bug[1]!)
  // An error that never was in the learner's file came from using what it gave back.
  const thrownByLearner = position !== null || message.endsWith('which is not an Error')
  return thrownByLearner ? words.threw(message) : words.checkCouldNotGoOn(message)
}

function troubleOf(raw: RawTrouble, collected: boolean, position: Position | null): Trouble {
  return { kind: raw.kind, message: troubleMessage(raw, collected, position), position }
}

function troubleMessage(raw: RawTrouble, collected: boolean, position: Position | null): string {
  const detail = raw.detail ?? ''
  switch (raw.kind) {
    case 'threw':
      if (detail.includes('Maximum call stack size exceeded')) return words.tooDeep
      return collected ? words.threwLoose(detail) : words.threwWhileLoading(detail)
    case 'endless-loop':
      return position ? words.endlessLoop : words.endlessLoopSomewhere
    case 'never-settled':
      return collected ? words.neverSettled : words.neverSettledWhileLoading
    case 'out-of-memory':
      return position ? words.outOfMemory : words.outOfMemorySomewhere
    case 'too-much-output':
      return words.tooMuchOutput
    case 'exit':
      return words.exit(detail)
    case 'forbidden-import':
      return words.forbiddenImport(detail)
    default:
      return words.crash(detail)
  }
}
