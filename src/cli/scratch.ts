/** Scratch files by the name a learner gives them. */
import { scratchFile } from '#course/play/starter.ts'
import { CourseError } from './problem.ts'
import type { Session } from './session.ts'

/** The scratch file of somebody who names none. */
export const usualScratch = 'scratch'

/** Makes sure that it is there; `created` says that it was not. A name that is no file name is a CourseError. */
export function scratch(
  { workspace, words }: Pick<Session, 'workspace' | 'words'>,
  typed: string,
): { readonly name: string; readonly file: string; readonly created: boolean } {
  const name = typed.replace(/\.ts$/, '')
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(name))
    throw new CourseError(words.notAFileName(typed), words.fileNameAdvice)
  return { name, ...workspace.startOwn(scratchFile(name)) }
}
