/** Memory that the learner's thread and the supervisor share, because the one may be stuck when the other must know. */

const STATE = 0
const IDLE = 1
const TRIED = 2
const FILE = 3
/** Counts the runs of this child. */
const TURN = 4
const WORDS = 5
/** Room for a text, in bytes; a longer one is cut. */
const TEXT_SPACE = 4096

/** The child waits for a file, runs it, or has its last word said. */
export const WAITING = 0
export const RUNNING = 1
export const ENDED = 2

const encoder = new TextEncoder()

export class SharedState {
  readonly buffer: SharedArrayBuffer
  readonly #words: Int32Array

  constructor(buffer = new SharedArrayBuffer(4 * WORDS + 2 * TEXT_SPACE)) {
    this.buffer = buffer
    this.#words = new Int32Array(buffer, 0, WORDS)
  }

  get running(): boolean {
    return Atomics.load(this.#words, STATE) === RUNNING
  }

  get ended(): boolean {
    return Atomics.load(this.#words, STATE) === ENDED
  }

  /** A run begins; if another one did not end, it does now. */
  begin(): void {
    Atomics.add(this.#words, TURN, 1)
    this.#enter(RUNNING)
  }

  /** Waits for the next file, however long that takes. */
  again(): void {
    this.#enter(WAITING)
  }

  #enter(state: number): void {
    Atomics.store(this.#words, STATE, state)
    Atomics.notify(this.#words, STATE)
  }

  /** Another number for each run. */
  get turn(): number {
    return Atomics.load(this.#words, TURN)
  }

  /** True for the first who asks: that one, and nobody else, may report the end. */
  end(): boolean {
    return Atomics.compareExchange(this.#words, STATE, RUNNING, ENDED) === RUNNING
  }

  /** Blocks until the state is another one than `state`, at most `milliseconds` long. */
  waitWhile(state: number, milliseconds = Number.POSITIVE_INFINITY): void {
    Atomics.wait(this.#words, STATE, state, milliseconds)
  }

  /** How long the learner's thread has had nothing at all to do, in ms. */
  get idle(): number {
    return Atomics.load(this.#words, IDLE)
  }

  set idle(milliseconds: number) {
    Atomics.store(this.#words, IDLE, Math.round(milliseconds))
  }

  /** What the check tried last, in words; empty before the first. */
  get tried(): string {
    return this.#read(TRIED)
  }

  set tried(words: string) {
    this.#write(TRIED, words)
  }

  /** Path of the learner's file. */
  get file(): string {
    return this.#read(FILE)
  }

  set file(path: string) {
    this.#write(FILE, path)
  }

  #space(slot: number): Uint8Array {
    return new Uint8Array(this.buffer, 4 * WORDS + (slot - TRIED) * TEXT_SPACE, TEXT_SPACE)
  }

  #write(slot: number, text: string): void {
    const { written } = encoder.encodeInto(text, this.#space(slot))
    Atomics.store(this.#words, slot, written)
  }

  #read(slot: number): string {
    // A decoder takes no shared memory, so it gets a copy.
    return Buffer.from(this.#space(slot).slice(0, Atomics.load(this.#words, slot))).toString()
  }
}
