/** The terminal while a screen of ours is on it: the alternate screen, keys one by one, and the way back. */
import { createInterface, emitKeypressEvents } from 'node:readline'
import { PassThrough } from 'node:stream'
import type { ReadStream, WriteStream } from 'node:tty'
import type { StyledLine } from '#text/lines.ts'
import { paint, type Theme } from '#text/theme.ts'

const enter = '\u001b[?1049h\u001b[?25l\u001b[2J'
const leave = '\u001b[?25h\u001b[?1049l'
/** Terminals that know it show the frame at once, the others ignore it. */
const beginFrame = '\u001b[?2026h'
const endFrame = '\u001b[?2026l'

export interface RawKey {
  readonly name?: string
  readonly ctrl?: boolean
  readonly meta?: boolean
  readonly sequence?: string
}

export interface ScreenListener {
  key(text: string | undefined, key: RawKey): void
  resized(): void
}

export interface TerminalStreams {
  readonly input: ReadStream
  readonly output: WriteStream
}

/**
 * Milliseconds after which an escape that came alone is the key Esc; a key that sends more has sent it by then. Node
 * waits for half a second and takes this number from an interface only.
 */
const escapeCodeTimeout = 50

/** Draws whole screens and changes only the lines that differ. Always left by `close`, whatever happens. */
export class Screen {
  readonly #streams: TerminalStreams
  readonly #theme: Theme
  readonly #listener: ScreenListener
  #shown: string[] = []
  #open = false

  constructor(streams: TerminalStreams, theme: Theme, listener: ScreenListener) {
    this.#streams = streams
    this.#theme = theme
    this.#listener = listener
  }

  get size(): { columns: number; rows: number } {
    const { columns, rows } = this.#streams.output
    return { columns: columns || 80, rows: rows || 24 }
  }

  open(): void {
    if (this.#open) return
    this.#open = true
    this.#shown = []
    const { input, output } = this.#streams
    output.write(enter)
    emitKeypressEvents(input, createInterface({ input: new PassThrough(), escapeCodeTimeout }))
    input.setRawMode(true)
    input.on('keypress', this.#onKey)
    output.on('resize', this.#onResize)
    input.resume()
  }

  /** Puts the terminal back as it was; safe to call twice and at any moment. */
  close(): void {
    if (!this.#open) return
    this.#open = false
    const { input, output } = this.#streams
    input.off('keypress', this.#onKey)
    output.off('resize', this.#onResize)
    if (!input.destroyed) input.setRawMode(false)
    input.pause()
    output.write(leave)
  }

  draw(lines: readonly StyledLine[]): void {
    if (!this.#open) return
    const next = paint(lines, this.#theme)
    const rows = Math.max(next.length, this.#shown.length)
    const changes = Array.from({ length: rows }, (_, row) => {
      const text = next[row] ?? ''
      return text === this.#shown[row] ? '' : `\u001b[${row + 1};1H${text}\u001b[0m\u001b[K`
    }).join('')
    this.#shown = next
    if (changes !== '') this.#streams.output.write(beginFrame + changes + endFrame)
  }

  readonly #onKey = (text: string | undefined, key: RawKey): void => {
    this.#listener.key(text, key)
  }

  readonly #onResize = (): void => {
    this.#shown = []
    this.#streams.output.write('\u001b[2J')
    this.#listener.resized()
  }
}
