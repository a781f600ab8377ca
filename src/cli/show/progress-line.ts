/** One line that says how far long work has come; only where a line can be redrawn. */
import type { Terminal } from '../terminal.ts'
import { progressBar } from './marks.ts'

export interface ProgressLine {
  show(done: number, total: number, what: string): void
  clear(): void
}

const silent: ProgressLine = { show: () => undefined, clear: () => undefined }
const eraseLine = '\r\u001b[2K'

export function progressLine(terminal: Terminal, wanted: boolean): ProgressLine {
  if (!wanted || !terminal.screen) return silent
  return {
    show(done, total, what) {
      const text = `${progressBar(done, total, terminal.unicode)} ${done}/${total} ${what}`
      process.stderr.write(eraseLine + text.slice(0, terminal.columns - 1))
    },
    clear: () => void process.stderr.write(eraseLine),
  }
}
