/** Whether something can be read as a file; a folder of that name, or a link that leads nowhere, cannot. */
import { statSync } from 'node:fs'

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
