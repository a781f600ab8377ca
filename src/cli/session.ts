/** What every command works with, opened only as far as a command uses it. */
import { type Content, openContent } from '#course/content.ts'
import { openProgress, type ProgressStore } from '#course/progress/index.ts'
import {
  openWorkspace,
  type Workspace,
  type WorkspaceExercise,
  workspaceFolder,
} from '#course/workspace/index.ts'
import type { ExerciseEntry } from '#course/model.ts'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { tell } from './output.ts'
import { CourseError } from './problem.ts'
import { courseRoot } from './root.ts'
import { type Terminal, thisTerminal } from './terminal.ts'
import { type Words, wordsFor } from './words.ts'

/** Options that every command takes. */
export interface GlobalOptions {
  readonly workspace?: string
  readonly editor?: string
  readonly language?: string
  readonly plain?: boolean
  readonly ascii?: boolean
  readonly poll?: boolean
}

export interface Session {
  readonly root: string
  readonly options: GlobalOptions
  readonly terminal: Terminal
  readonly words: Words
  readonly content: Content
  readonly workspace: Workspace
  readonly progress: ProgressStore
  /** Says on the error output what went wrong with the progress file, if anything did. */
  tellNotices(): void
}

const defaultLanguage = 'en'

export function openSession(options: GlobalOptions): Session {
  const root = courseRoot()
  const language = options.language ?? defaultLanguage
  const words = wordsFor(language)
  const workspace = openWorkspace(
    workspaceFolder({
      option: options.workspace,
      variable: process.env['KMALLOC_WORKSPACE'],
      root,
      current: process.cwd(),
    }),
  )
  const content = openContent({ root, language })
  assertLanguage(root, language, content, words)
  // Opening it puts a damaged file aside: a command that only looks must not do that.
  let opened: ProgressStore | null = null
  const progress = () => (opened ??= openProgress(workspace.folder))
  return {
    root,
    options,
    words,
    workspace,
    content,
    get progress() {
      return progress()
    },
    terminal: thisTerminal({ plain: options.plain ?? false, ascii: options.ascii ?? false }),
    tellNotices() {
      for (const notice of progress().takeNotices()) tell(words.progressNotice(notice))
    },
  }
}

/** Content falls back to English by itself; somebody who asked for another language is told. */
function assertLanguage(root: string, language: string, content: Content, words: Words): void {
  if (content.language === language) return
  const known = readdirSync(join(root, 'dist/content'))
  throw new CourseError(words.unknownLanguage(language), words.theLanguages(known))
}

/** An exercise as the workspace sees it. */
export function inWorkspace(
  session: Pick<Session, 'root'>,
  lesson: string,
  { name, folder }: Pick<ExerciseEntry, 'name' | 'folder'>,
): WorkspaceExercise {
  return { name, lesson, starter: join(session.root, folder, 'start.ts') }
}
