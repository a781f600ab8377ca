/** Judges a file of the course's own as `judge` does a learner's, but goes on living: there are others to come. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import process from 'node:process'
import { observeAttempts } from '../../check/attempt.ts'
import { seedRandom } from '../../check/random.ts'
import { report } from './channel.ts'
import { describeFailure } from './describe.ts'
import { linkModules } from './modules.ts'
import { reportOutput } from './output.ts'
import { type CheckListener, runChecks } from './runner.ts'
import type { Surveyed, SurveyTools } from './survey.ts'

export interface TrialTools extends SurveyTools {
  /** Called when more is printed than anyone reads. Does not return. */
  readonly flood: () => never
}

/** Tells the grader of every check as it ends. */
export function reportChecks(file: string): Pick<CheckListener, 'collected' | 'finished'> {
  return {
    collected: (names) => report({ kind: 'collected', names }),
    finished(check, state, thrown) {
      const failure = thrown && describeFailure(thrown.value, file)
      report({ kind: 'finished', check, state, failure })
    },
  }
}

/**
 * False when it takes a process of its own to say what the verdict is: the file threw while it was loaded, or left a
 * rejection that nobody handles.
 */
export async function tryOut(
  { check, file, seed }: Surveyed,
  { packages, refuseImport, begin, flood }: TrialTools,
): Promise<boolean> {
  begin(file)
  seedRandom(seed)
  observeAttempts(() => {})
  reportOutput({ file: file.file, flood })
  let loose = false
  const noteRejection = () => {
    loose = true
  }
  process.on('unhandledRejection', noteRejection)
  try {
    const linked = await linkModules({ ...file, check, refuseImport }, packages)
    await linked.target.evaluate()
    const started = (index: number) => report({ kind: 'started', check: index })
    await runChecks(() => linked.check.evaluate(), { ...reportChecks(file.file), started })
    await nextTurn()
    return !loose
  } catch {
    return false
  } finally {
    process.off('unhandledRejection', noteRejection)
  }
}
