/** Opens a file in the learner's editor, if it can be told which one that is. */
import { spawn, spawnSync } from 'node:child_process'
import { basename } from 'node:path'
import type { ProgressStore } from '#course/progress/index.ts'

export interface Editor {
  /** The command and its arguments as typed. */
  readonly command: string
  /** It draws in this terminal, so the course has to step aside until it ends. */
  readonly usesTerminal: boolean
}

const terminalEditors = new Set(
  'vi vim nvim view nano pico emacs hx helix micro kak joe jed ne mcedit ed ex amp tilde dte mg'.split(
    ' ',
  ),
)

/** The editors the course offers when nobody has said which one to use. */
export const offeredEditors = [
  'code',
  'codium',
  'zed',
  'subl',
  'gedit',
  'kate',
  'nvim',
  'vim',
  'hx',
  'micro',
  'nano',
  'emacs -nw',
  'vi',
]

/**
 * `--editor`, then $VISUAL, then $EDITOR, then the one `chosen` before, then VS Code when this is its terminal; `null`:
 * nobody said. A choice that was never offered is not believed: it would be a command from a file.
 */
export function findEditor(
  option: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  chosen: string | null = null,
): Editor | null {
  const remembered = chosen !== null && offeredEditors.includes(chosen) ? chosen : undefined
  const named = option || env['VISUAL'] || env['EDITOR'] || remembered
  if (named) return { command: named, usesTerminal: usesTerminal(named) }
  if (env['TERM_PROGRAM'] === 'vscode') return { command: 'code', usesTerminal: false }
  return null
}

/** The editor of this session, if it is known. */
export function sessionEditor({ options, progress }: EditorChoice): Editor | null {
  return findEditor(options.editor, process.env, progress.current().editor ?? null)
}

interface EditorChoice {
  readonly options: { readonly editor?: string }
  readonly progress: Pick<ProgressStore, 'current'>
}

function usesTerminal(command: string): boolean {
  const words = command.split(/\s+/)
  const program = basename(words[0] ?? '')
  if (program === 'emacs') return words.includes('-nw')
  if (program === 'emacsclient') return words.includes('-t') || words.includes('-nw')
  return terminalEditors.has(program)
}

/** Starts an editor with a window of its own. Resolves to `null`, or to why it did not start. */
export function openWindow(editor: Editor, file: string): Promise<string | null> {
  return new Promise((settle) => {
    const child = spawn(shellCommand(editor, file), {
      shell: true,
      stdio: 'ignore',
      detached: true,
    })
    // The process waits as long as this and no longer: an editor may stay open when the course is left.
    const patience = setTimeout(() => finish(null), 1000)
    const finish = (failure: string | null) => {
      clearTimeout(patience)
      child.unref()
      settle(failure)
    }
    child.once('error', (error) => finish(error.message))
    // The shell answers 126 or 127 at once when there is no such program; a running editor says nothing.
    child.once('exit', (code) => finish(code === 126 || code === 127 ? notFound(editor) : null))
  })
}

/** Runs an editor in this terminal until it ends. Returns `null`, or why it did not start. */
export function runInTerminal(editor: Editor, file: string): string | null {
  const { error, status } = spawnSync(shellCommand(editor, file), { shell: true, stdio: 'inherit' })
  if (error) return error.message
  return status === 126 || status === 127 ? notFound(editor) : null
}

/** Opens a file in either kind of editor, where nothing on the screen has to step aside. As the two above. */
export async function openEditor(editor: Editor, file: string): Promise<string | null> {
  return editor.usesTerminal ? runInTerminal(editor, file) : openWindow(editor, file)
}

/** The command may have arguments of its own, so the shell takes it apart; the file is one quoted word. */
function shellCommand({ command }: Editor, file: string): string {
  return `${command} '${file.replaceAll("'", String.raw`'\''`)}'`
}

function notFound({ command }: Editor): string {
  return `${command}: there is no such program`
}
