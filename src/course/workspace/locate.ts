/** Which folder is the workspace, when the learner does not say. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

export interface WorkspaceChoice {
  /** `--workspace` */
  readonly option: string | undefined
  /** `KMALLOC_WORKSPACE` */
  readonly variable: string | undefined
  /** Folder of the course itself. */
  readonly root: string
  /** Where the learner is. */
  readonly current: string
}

/** In a clone the workspace stands beside the lessons; for an installed package, where the learner is. */
export function workspaceFolder({ option, variable, root, current }: WorkspaceChoice): string {
  const named = option ?? (variable === '' ? undefined : variable)
  if (named !== undefined) return resolve(current, named)
  return join(isClone(root) ? root : current, 'workspace')
}

/** A package has the lessons but not the tests; only a clone has a place of its own for a workspace. */
function isClone(root: string): boolean {
  return existsSync(join(root, 'tsconfig.json'))
}
