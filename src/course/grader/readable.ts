/** What can be said of a learner's file without reading it: reading a pipe would never end, and some files never do. */
import { lstat, stat } from 'node:fs/promises'
import { errorCode, systemReason } from '#course/workspace/system.ts'
import { words } from './words.ts'

/** Of all that a person writes, nothing comes near it. */
const BYTES_AT_MOST = 1_000_000

/** Null for a file that can be read; else what is wrong with it, as a sentence. */
export async function whyUnreadable(file: string): Promise<string | null> {
  try {
    const found = await stat(file)
    if (found.isDirectory()) return words.isFolder(file)
    if (!found.isFile()) return words.noPlainFile(file)
    return found.size > BYTES_AT_MOST ? words.tooLarge(file, found.size) : null
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') return words.unreadableFile(file, systemReason(error))
    const link = await lstat(file).catch(() => null)
    return link ? words.deadLink(file) : words.missingFile(file)
  }
}
