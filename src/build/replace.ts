/** Writes files of `dist/` whole, because a course may be open while it is built. */
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Whoever reads the file meanwhile gets the old or the new one, never half. Makes the folder if there is none. */
export async function replace(path: string, text: string): Promise<void> {
  const folder = dirname(path)
  const aside = join(folder, `.${process.pid}-${basename(path)}`)
  await mkdir(folder, { recursive: true })
  await writeFile(aside, text)
  await rename(aside, path)
}
