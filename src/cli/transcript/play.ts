/** A scratch file as a transcript: what it prints and shows, now and after every save. */
import { playFile } from '#course/play/run.ts'
import { print, printLines } from '../output.ts'
import { runtimeFolder } from '../root.ts'
import { Saves } from '../saves.ts'
import { scratch } from '../scratch.ts'
import type { Session } from '../session.ts'
import { drawPlayed } from '../show/played.ts'
import { messageOf } from '../show/page.ts'
import { edit } from './edit.ts'
import { nextLine, stopAsking } from './lines.ts'

/** `nested`: the menu asks on after this. */
export async function playOn(session: Session, name: string, nested = false): Promise<void> {
  const { words, workspace, terminal, options } = session
  const { file } = scratch(session, name)
  session.tellNotices()
  print(words.yourFile(workspace.display(file)))
  const answers = terminal.canAsk || options.plain === true
  print(answers ? words.plainPlay : words.playEnds)
  let last = Promise.resolve()
  const runNow = () => {
    last = last.then(() => run(session, file))
    return last
  }
  const saves = new Saves({
    poll: options.poll ?? false,
    onSave: () => void runNow(),
    onError: (error) => print(messageOf(error)),
  })
  await saves.follow(file)
  await runNow()
  if (!answers) return
  try {
    while (await react(session, file, runNow, await nextLine()));
  } finally {
    await saves.close()
    if (!nested) stopAsking()
  }
}

/** Does what was typed; false when the learner leaves. */
async function react(
  session: Session,
  file: string,
  runNow: () => Promise<void>,
  typed: string | null,
): Promise<boolean> {
  const word = typed?.trim().toLowerCase().charAt(0) ?? 'q'
  if (word === 'q') return false
  if (word === 'r' || word === '') await runNow()
  else if (word === 'e') await edit(session, file, session.words.playWith)
  else print(session.words.plainPlay)
  return true
}

async function run({ root, terminal, words }: Session, file: string): Promise<void> {
  const played = await playFile(file, runtimeFolder(root))
  const { columns: width, unicode } = terminal
  printLines([...drawPlayed(played, { width, unicode, words }), []], terminal)
}
