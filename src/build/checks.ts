/** Bundles the check of every exercise, so that judging a file need not begin with that. */
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { bundleCheck, bundlePath } from '#course/grader/checks.ts'

/** Folders under `exercises/` that hold a check, from the root of the course. */
export async function exerciseFolders(root: string): Promise<string[]> {
  const lessons = await readdir(`${root}/exercises`, { withFileTypes: true })
  const folders = await Promise.all(
    lessons
      .filter((lesson) => lesson.isDirectory())
      .map(async ({ name }) => {
        const entries = await readdir(`${root}/exercises/${name}`, { withFileTypes: true })
        const inside = entries.filter((entry) => entry.isDirectory())
        return inside.map((entry) => `exercises/${name}/${entry.name}`)
      }),
  )
  return folders.flat().sort()
}

export async function buildChecks(root = '.'): Promise<void> {
  await Promise.all(
    (await exerciseFolders(root)).map(async (folder) => {
      const path = bundlePath(root, folder)
      const bundle = await bundleCheck(root, folder)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, JSON.stringify(bundle))
    }),
  )
}
