/** What a reader may ask for between two parts of a lesson: a word's meaning, a version of the cell. */
import type { Lesson, Section } from '#course/model.ts'
import { versionFile } from '#course/notebook/version-file.ts'
import { wordsIn } from '#course/glossary.ts'
import { glossary } from '../commands/glossary.ts'
import { runVersion } from '../commands/run.ts'
import { showSteps } from '../commands/steps.ts'
import { openEditor, sessionEditor } from '../editor.ts'
import { print } from '../output.ts'
import { CourseError } from '../problem.ts'
import type { Session } from '../session.ts'
import { textOfSection } from '../guide/parts.ts'

export interface Aside {
  readonly session: Session
  readonly lesson: Lesson
  readonly section: Section
  /** The cell above, from 0; `null` when none has run in this section. */
  readonly cell: number | null
}

/** Does what was typed: `k`, `k slab`, `e`, `r`, `s` or `s 2`; false when it is none of these. */
export async function takeAside(aside: Aside, typed: string): Promise<boolean> {
  const [, key = '', word = ''] = /^([kers])(?:\s+(.*))?$/i.exec(typed.trim()) ?? []
  try {
    if (key === 'k') explain(aside, word.trim())
    else if (key === 'e') await edit(aside)
    else if (key === 'r') restore(aside)
    else if (key === 's') step(aside, word.trim())
  } catch (error) {
    if (!(error instanceof CourseError)) throw error
    print(`${error.message} ${error.advice}`.trim())
  }
  return key !== ''
}

/** A word with its meaning, or the words of this section. */
function explain({ session, section }: Aside, word: string): void {
  const { words } = session.content.glossary()
  if (word !== '') glossary(session, word, { json: false })
  else {
    const here = wordsIn(textOfSection(section), words).map((each) => each.word)
    print(session.words.plainWords(here))
  }
}

/** Opens the copy of the cell, if an editor is known, and runs it. */
async function edit({ session, lesson, cell }: Aside): Promise<void> {
  const { words, workspace } = session
  const own = cell === null ? null : versionFile(lesson, cell)
  if (cell === null || !own) {
    print(words.noCellYet)
    return
  }
  const { file, created } = workspace.startOwn(own)
  if (created) print(words.versionCreated(workspace.display(file)))
  const editor = sessionEditor(session)
  const failure = editor && (await openEditor(editor, file))
  if (failure !== null) print(words.editorFailed(failure))
  await runVersion(session, lesson, cell, false)
  print(words.plainAgain)
}

/** The calls of the cell, or one of them step by step. */
function step({ session, lesson, cell }: Aside, number: string): void {
  if (cell === null) print(session.words.noCellYet)
  else showSteps(session, lesson, cell, { steps: number === '' ? true : number, json: false })
}

function restore({ session, lesson, cell }: Aside): void {
  const { words, workspace } = session
  const own = cell === null ? null : versionFile(lesson, cell)
  const kept = own && workspace.setOwnAside(own).kept
  if (own) print(kept ? words.restoredKept(workspace.display(kept)) : words.restored)
  else print(words.noVersion)
}
