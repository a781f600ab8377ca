/** The grader's side of one child process: gives it a file, hears its reports, ends it with its whole group. */
import type { ChildProcess } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import {
  AHEAD,
  REPORT_FD,
  type JudgeRequest,
  type Question,
  type RawTrouble,
  type Report,
} from './protocol.ts'
import { errorCode } from '#course/workspace/system.ts'
import { takeChild } from './start-child.ts'

/** Behind the supervisor's own limits, in case it is stuck itself. */
const CLOCK_MILLISECONDS = 20_000

/** Children that have been started and not yet ended; ended with the course at the latest. */
const alive = new Set<ChildProcess>()

process.on('exit', () => {
  for (const child of alive) killGroup(child)
})

export interface Run {
  readonly reports: readonly Report[]
  readonly trouble: RawTrouble | null
  /** The child can be asked again. */
  readonly free: boolean
}

interface End {
  readonly trouble: RawTrouble | null
  readonly free: boolean
}

export class Child {
  readonly #process: ChildProcess
  #reports: Report[] = []
  #errors = ''
  #rest = ''
  #ended: ((end: End) => void) | null = null
  #answered: (() => void) | null = null
  #exit: string | null = null

  /** `folder`: where the build put the grader's runtime. `ahead`: started before there is anything to judge. */
  constructor(folder: string, ahead = false) {
    this.#process = takeChild(folder, ahead ? [AHEAD] : [])
    alive.add(this.#process)
    const reports = this.#process.stdio[REPORT_FD] as Readable
    const errors = this.#process.stderr!
    reports.setEncoding('utf8').on('data', (text: string) => this.#hear(text))
    errors.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-4000)
    })
    // A child that is gone reads no request; its exit tells why.
    this.#input.on('error', () => {})
    this.#process.on('error', ({ message }) => this.#exited(message))
    // All reports are in when its pipes are closed.
    this.#process.on('close', (code, signal) => this.#exited(signal ?? `exit code ${code}`))
    this.#hold(false)
  }

  get #input(): Writable {
    return this.#process.stdin!
  }

  /** Runs the request to its end, whatever that is; then the child is gone, unless it is free. */
  async run(request: JudgeRequest): Promise<Run> {
    const run = await this.#send(request)
    if (run.free) this.#hold(false)
    else this.kill()
    return run
  }

  /**
   * What the child reports until it has answered. With trouble the child is of no more use, and what it
   * reported before is all there is.
   */
  ask(question: Question): Promise<Run> {
    return this.#send(question)
  }

  async #send(request: JudgeRequest | Question): Promise<Run> {
    this.#hold(true)
    this.#reports = []
    const end = await new Promise<End>((resolve) => {
      const clock = setTimeout(() => this.#exited('it did not answer'), CLOCK_MILLISECONDS)
      this.#ended = (reason) => {
        clearTimeout(clock)
        resolve(reason)
      }
      this.#answered = () => {
        clearTimeout(clock)
        resolve({ trouble: null, free: true })
      }
      if (this.#exit !== null) this.#exited(this.#exit)
      else this.#input.write(`${JSON.stringify(request)}\n`)
    })
    this.#ended = null
    return { reports: this.#reports, ...end }
  }

  /** Whoever waits for an answer of it gets what has come so far. */
  kill(): void {
    killGroup(this.#process)
    alive.delete(this.#process)
    this.#hold(false)
    this.#end({ kind: 'crash', detail: 'it was ended', place: null, tried: '' })
  }

  get gone(): boolean {
    return this.#exit !== null
  }

  #end(trouble: RawTrouble | null, free = false): void {
    this.#ended?.({ trouble, free })
  }

  #hear(text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) {
      const message = JSON.parse(line) as Report
      if (message.kind === 'ended') this.#end(message.trouble, message.free)
      else if (message.kind === 'answered') this.#answered?.()
      else this.#reports.push(message)
    }
  }

  #exited(reason: string): void {
    this.#exit = reason
    alive.delete(this.#process)
    const memory = this.#errors.includes('heap out of memory')
    const kind = memory ? 'out-of-memory' : 'crash'
    this.#end({ kind, detail: reason, place: null, tried: '' })
  }

  /** A child that only waits must not keep the course from ending. */
  #hold(held: boolean): void {
    const pipes = [this.#process.stdin, this.#process.stderr, this.#process.stdio[REPORT_FD]]
    for (const part of [this.#process, ...pipes] as { ref(): void; unref(): void }[]) {
      if (held) part.ref()
      else part.unref()
    }
  }
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    // It has ended already.
    if (errorCode(error) !== 'ESRCH') throw error
  }
}
