/** Bundles the check of every exercise, so that judging a file need not begin with that. */
import { readdir } from 'node:fs/promises'
import type { BuildFailure } from 'esbuild'
import { bundleCheck, bundlePath } from '#course/grader/checks.ts'
import type { Problem } from '#course/model.ts'
import { replace } from './replace.ts'

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

/** Bundles all checks and returns what authors have to mend; a check that is broken never stops the build. */
export async function buildChecks(root = '.'): Promise<Problem[]> {
  const folders = await exerciseFolders(root)
  const problems = await Promise.all(folders.map((folder) => buildCheck(root, folder)))
  return problems.flat()
}

async function buildCheck(root: string, folder: string): Promise<Problem[]> {
  const path = bundlePath(root, folder)
  try {
    await replace(path, JSON.stringify(await bundleCheck(root, folder)))
    return []
  } catch (error) {
    if (!isBuildFailure(error)) throw error
    return error.errors.map(({ text, location }) => ({
      file: location?.file ?? `${folder}/check.test.ts`,
      line: location?.line ?? 1,
      message: `The check cannot be used: ${text}`,
    }))
  }
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors)
}
