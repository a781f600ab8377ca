/** Where the course itself is installed. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the build put what runs learners' code. */
export function runtimeFolder(root: string): string {
  return join(root, 'dist', 'grader')
}

/** The folder above this module that has a `package.json`: the same for the sources and for the built course. */
export function courseRoot(module: string = import.meta.url): string {
  let folder = dirname(fileURLToPath(module))
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error('the course has no package.json above it')
    folder = parent
  }
  return folder
}
