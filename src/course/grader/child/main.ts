/** The child: loads everything a check needs, waits for one file, judges it, and is then ended by the grader. */
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import { Worker } from 'node:worker_threads'
import * as kernel from '#kernel/index.ts'
import { observeAttempts } from '../../check/attempt.ts'
import * as check from '../../check/index.ts'
import { seedRandom } from '../../check/random.ts'
import * as cells from '../../notebook/cells.ts'
import * as play from '../../play/package.ts'
import { receiveFigures } from '../../play/show.ts'
import { CELLS } from '../../notebook/edited-program.ts'
import type { JudgeRequest, Question } from '../protocol.ts'
import { capture } from './capture.ts'
import { readRequest, report } from './channel.ts'
import { describeFailure } from './describe.ts'
import { threw, watchForTheEnd } from './ending.ts'
import { guardedProcess } from './guard.ts'
import { linkModules } from './modules.ts'
import { reportOutput, takeOutput, write } from './output.ts'
import { REHEARSAL, REHEARSED } from './rehearsal.ts'
import { placeOfCall } from './place.ts'
import { runChecks, vitest } from './runner.ts'
import { replaceGlobal, sealLanguage, sealPackage, sealPrototypes } from './seal.ts'
import { SharedState } from './shared.ts'
import { showThrown } from './show.ts'
import { stop } from './stop.ts'
import { survey, type SurveyTools } from './survey.ts'
import { reportChecks, tryOut } from './trial.ts'

/** Errors must reach from deep in the simulator up to the learner's line. */
const FRAMES = 100

/** A machine is made of more classes than are exported: the first one shows all of them. */
let shown = false

function boot(options?: kernel.BootOptions): kernel.Kernel {
  const machine = kernel.boot(options)
  if (!shown) sealPrototypes(machine)
  shown = true
  return machine
}

const KERNEL = 'kmalloc-course/kernel'

const packages = {
  vitest,
  [KERNEL]: { ...kernel, boot },
  'kmalloc-course/check': check,
  'kmalloc-course/play': play,
  [CELLS]: cells,
}

/**
 * Waits for the request and answers it. `supervisor` is the path of the thread that watches over the run; `ahead`: there
 * is time to rehearse first.
 */
export function serve(supervisor: string, ahead: boolean): void {
  const state = new SharedState()
  takeOutput()
  receiveFigures((figure) => report({ kind: 'figure', figure }))
  const watcher = new Worker(supervisor, { workerData: state.buffer, stdout: true, stderr: true })
  watcher.unref()
  sealMachine(state)
  const ready = ahead ? rehearse() : Promise.resolve()
  ready.then(
    () => answerNext(state),
    // Nobody has asked for anything yet: the grader sees that the process has gone, and starts another.
    () => (process.exitCode = 1),
  )
}

/** From here on nothing that judges can be changed, and nothing leads out of the process. */
function sealMachine(state: SharedState): void {
  replaceGlobal('process', guardedProcess(state, write))
  replaceGlobal('performance', { now: () => performance.now(), timeOrigin: performance.timeOrigin })
  sealLanguage((name) => stop(state, forbidden(name, state.file)))
  // No other package can be reached from a learner's file.
  sealPackage(packages[KERNEL])
}

function answerNext(state: SharedState): void {
  const request = readRequest()
  // Without one the grader has gone; nothing is left to do, and the process ends.
  if (!request) return
  const answered =
    request.kind === 'judge' ? judge(request, state) : answerQuestions(request, state)
  answered.catch((error: unknown) =>
    stop(state, { kind: 'crash', detail: showThrown(error), place: null }),
  )
}

/** Goes on until the grader ends this process, or is gone itself. */
async function answerQuestions(first: Question, state: SharedState): Promise<void> {
  const ending = watchForTheEnd(state, '')
  for (let question: Question | null = first; question; question = nextQuestion()) {
    await answer(question, state)
    state.again()
    report({ kind: 'answered' })
  }
  ending.forget()
}

function nextQuestion(): Question | null {
  const request = readRequest()
  return request && request.kind !== 'judge' ? request : null
}

/** A file that cannot be loaded has no answers. */
async function answer(question: Question, state: SharedState): Promise<void> {
  const tools: SurveyTools = {
    packages,
    begin({ file }) {
      state.file = file
      state.begin()
    },
    refuseImport: (name) => stop(state, forbidden(name, state.file)),
  }
  if (question.kind === 'capture') {
    const captured = await capture(question, tools).catch(() => null)
    if (captured) report({ kind: 'captured', capture: captured })
    return
  }
  const { check, seeds } = question
  for (const file of question.files) {
    for (const seed of seeds) {
      if (question.kind === 'try') {
        const flood = () => stop(state, flooded(file.file))
        const finished = await tryOut({ check, file, seed }, { ...tools, flood })
        report({ kind: 'tried', name: file.name, seed, finished })
        continue
      }
      const { target } = question
      const done = await survey({ check, file, seed }, target, tools).catch(() => null)
      if (done) report({ kind: 'surveyed', survey: done })
    }
  }
}

/** Runs a check of no importance; nobody hears of it. */
export async function rehearse(): Promise<void> {
  const refuseImport = (name: string): never => {
    throw new Error(`the rehearsal imports ${name}`)
  }
  const linked = await linkModules({ ...REHEARSED, check: REHEARSAL, refuseImport }, packages)
  await linked.target.evaluate()
  await runChecks(() => linked.check.evaluate(), {
    collected() {},
    started() {},
    finished: (_check, _outcome, thrown) => {
      if (thrown) JSON.stringify(describeFailure(thrown.value, REHEARSED.file))
    },
  })
}

async function judge(request: JudgeRequest, state: SharedState): Promise<void> {
  const { file } = request
  seedRandom(request.seed)
  state.file = file
  observeAttempts((tried) => {
    state.tried = tried
  })
  reportOutput({ file, flood: () => stop(state, flooded(file)) })
  Error.stackTraceLimit = FRAMES
  const ending = watchForTheEnd(state, file, request.more ? () => answerNext(state) : null)
  state.begin()

  const linked = await linkModules(
    { ...request, refuseImport: (name) => stop(state, forbidden(name, file)) },
    packages,
  )
  await linked.target.evaluate().catch((error: unknown) => stop(state, threw(error, file)))
  await runChecks(() => linked.check.evaluate(), {
    ...reportChecks(file),
    started(check) {
      state.tried = ''
      report({ kind: 'started', check })
    },
  }).catch((error: unknown) => stop(state, threw(error, file)))
  ending.checked()
}

function flooded(file: string) {
  return { kind: 'too-much-output' as const, detail: null, place: placeOfCall(file) }
}

function forbidden(name: string, file: string) {
  return { kind: 'forbidden-import' as const, detail: name, place: placeOfCall(file) }
}
