/** Asks which editor to use, of those that are installed. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { choose } from './ask.ts'
import { type Editor, findEditor, offeredEditors } from './editor.ts'
import { LeftTheQuestion } from './leave.ts'
import type { Words } from './words.ts'

const none = ''

/** `null` when there is none, or when the learner would rather open the file themselves. */
export async function chooseEditor(words: Words): Promise<Editor | null> {
  const installed = offeredEditors.filter(isInstalled)
  if (installed.length === 0) return null
  const choices = [
    ...installed.map((command) => ({ value: command, label: command })),
    { value: none, label: words.noneOfThese },
  ]
  try {
    const picked = await choose(words.whichEditor, choices)
    return picked === none ? null : findEditor(picked, {})
  } catch (error) {
    if (error instanceof LeftTheQuestion) return null
    throw error
  }
}

function isInstalled(command: string): boolean {
  const [program = ''] = command.split(' ')
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.some((folder) => folder !== '' && existsSync(join(folder, program)))
}
