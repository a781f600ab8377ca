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
import { guardedProcess } from './guard.ts'
import { linkModules } from './modules.ts'
import { reportOutput, takeOutput, write } from './output.ts'
import { REHEARSAL, REHEARSED } from './rehearsal.ts'
import { placeIn, placeOfCall, stackOf } from './place.ts'
import { runChecks, vitest } from './runner.ts'
import { replaceGlobal, sealLanguage, sealPackage, sealPrototypes } from './seal.ts'
import { SharedState } from './shared.ts'
import { showThrown } from './show.ts'
import { stop } from './stop.ts'
import { survey, type SurveyTools } from './survey.ts'
import { reportChecks, tryOut } from './trial.ts'

/** A rejection that nobody handles may come a little after the last check; longer than this nobody waits. */
const MILLISECONDS_AFTER_THE_END = 50
const MILLISECONDS_BETWEEN_HEARTBEATS = 20

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
  // Errors must reach from deep in the simulator up to the learner's line.
  Error.stackTraceLimit = 100
  const watcher = new Worker(supervisor, { workerData: state.buffer, stdout: true, stderr: true })
  watcher.unref()
  sealMachine(state)
  answerRequest(state, ahead).catch((error: unknown) => {
    if (state.running) stop(state, { kind: 'crash', detail: showThrown(error), place: null })
    // Nobody has asked for anything yet: the grader sees that the process has gone, and starts another.
    process.exitCode = 1
  })
}

/** From here on nothing that judges can be changed, and nothing leads out of the process. */
function sealMachine(state: SharedState): void {
  replaceGlobal('process', guardedProcess(state, write))
  replaceGlobal('performance', { now: () => performance.now(), timeOrigin: performance.timeOrigin })
  sealLanguage((name) => stop(state, forbidden(name, state.file)))
  // No other package can be reached from a learner's file.
  sealPackage(packages[KERNEL])
}

async function answerRequest(state: SharedState, ahead: boolean): Promise<void> {
  if (ahead) await rehearse()
  const request = readRequest()
  // Without one the grader has gone; nothing is left to do, and the process ends.
  if (request?.kind === 'judge') await judge(request, state)
  else if (request) await answerQuestions(request, state)
}

/** Goes on until the grader ends this process. */
async function answerQuestions(first: Question, state: SharedState): Promise<void> {
  watchForTheEnd(state, '')
  state.runs = 0
  state.begin()
  for (let question: Question | null = first; question; question = nextQuestion()) {
    await answer(question, state)
    report({ kind: 'answered' })
  }
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
      state.runs++
      state.file = file
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
  const ending = watchForTheEnd(state, file)
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

/**
 * The run has ended when nothing is left to do. If the checks are through by then, all is well; if not,
 * one of them waits for something that can never come.
 */
function watchForTheEnd(state: SharedState, file: string): { checked(): void } {
  let checked = false
  let loose: { readonly error: unknown } | null = null
  const keep = (error: unknown) => {
    loose ??= { error }
  }
  const end = () => {
    const trouble = loose ? { ...threw(loose.error, file), tried: state.tried } : null
    if (state.end()) report({ kind: 'ended', trouble })
  }
  process.on('unhandledRejection', keep)
  process.on('uncaughtException', (error) => stop(state, threw(error, file)))
  process.on('beforeExit', () => {
    if (checked || loose) end()
    else stop(state, { kind: 'never-settled', detail: null, place: null })
  })
  const heartbeat = () => {
    state.idle = performance.eventLoopUtilization().idle
  }
  setInterval(heartbeat, MILLISECONDS_BETWEEN_HEARTBEATS).unref()
  return {
    checked() {
      checked = true
      setTimeout(end, MILLISECONDS_AFTER_THE_END).unref()
    },
  }
}

function threw(error: unknown, file: string) {
  const late = { kind: 'threw' as const, detail: showThrown(error) }
  return { ...late, place: placeIn(stackOf(error), file) }
}

function flooded(file: string) {
  return { kind: 'too-much-output' as const, detail: null, place: placeOfCall(file) }
}

function forbidden(name: string, file: string) {
  return { kind: 'forbidden-import' as const, detail: name, place: placeOfCall(file) }
}
