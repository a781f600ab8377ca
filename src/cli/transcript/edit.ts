/** Opens a file in the learner's editor from a transcript, and says what came of it. */
import { openEditor, sessionEditor } from '../editor.ts'
import { print } from '../output.ts'
import type { Session } from '../session.ts'

/** `opened`: what is said when the editor, by its command, has the file. */
export async function edit(
  session: Session,
  file: string,
  opened: (editor: string) => string,
): Promise<void> {
  const { words } = session
  const editor = sessionEditor(session)
  if (!editor) {
    print(words.noEditor)
    return
  }
  const failure = await openEditor(editor, file)
  print(failure === null ? opened(editor.command) : words.editorFailed(failure))
}
