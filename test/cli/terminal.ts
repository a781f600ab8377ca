/** A terminal for tests, driven by keys and looked at as a person would: through tmux. */
import { execFileSync, spawnSync } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { displayWidth } from '#text/width.ts'
import { cleanEnvironment, newWorkspace } from './command.ts'

export const hasTmux = spawnSync('tmux', ['-V']).status === 0

/** A busy machine may take its time. */
const patience = 8000

let sessions = 0

/** A terminal with a shell in it; it is closed with the test. */
export class Terminal {
  readonly #server = `kmalloc-course-${process.pid}-${++sessions}`

  constructor(columns: number, rows: number, env: Record<string, string>) {
    const variables = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`])
    const size = ['-x', String(columns), '-y', String(rows)]
    this.#tmux('-f', '/dev/null', 'new-session', '-d', ...size, ...variables, 'sh')
    onTestFinished(() => void spawnSync('tmux', ['-L', this.#server, 'kill-server']))
  }

  press(...keys: readonly string[]): void {
    this.#tmux('send-keys', ...keys)
  }

  run(command: string): void {
    this.press(`clear; ${command}; echo "exit code $?"`, 'Enter')
  }

  get screen(): string {
    return this.#tmux('capture-pane', '-p')
  }

  /** What tmux knows of the terminal: the cursor's visibility and the alternate screen. */
  get modes(): string {
    return this.#tmux('display-message', '-p', '#{cursor_flag} #{alternate_on}').trim()
  }

  /** Waits until the screen shows this, and returns it. */
  async shows(text: string | RegExp): Promise<string> {
    const found = (screen: string): boolean =>
      typeof text === 'string' ? screen.includes(text) : text.test(screen)
    return this.until(found, String(text))
  }

  /** Waits until `holds` is true of the screen, and returns it; `wanted` says what for. */
  async until(holds: (screen: string) => boolean, wanted: string): Promise<string> {
    const deadline = Date.now() + patience
    while (Date.now() < deadline) {
      const { screen } = this
      if (holds(screen)) return screen
      await wait(30)
    }
    throw new Error(`The screen never showed ${wanted}:\n${this.screen}`)
  }

  #tmux(...args: readonly string[]): string {
    const all = ['-L', this.#server, ...args]
    return execFileSync('tmux', all, { encoding: 'utf8', env: { ...process.env, LANG: 'C.UTF-8' } })
  }
}

/** The command as a shell in a clone starts it. */
export const kmallocCourse = 'node src/bin.cjs'

interface Opening {
  readonly columns?: number
  readonly workspace?: string
  readonly env?: Readonly<Record<string, string>>
}

/** A terminal of 24 lines in which a command was typed, with a workspace for the course. */
export function openTerminal(
  command: string,
  { columns = 80, workspace = newWorkspace(), env = {} }: Opening = {},
): { readonly terminal: Terminal; readonly workspace: string } {
  const terminal = new Terminal(columns, 24, cleanEnvironment(workspace, env))
  terminal.run(command)
  return { terminal, workspace }
}

/** Columns of the longest line. */
export function widest(screen: string): number {
  return Math.max(...screen.split('\n').map(displayWidth))
}
