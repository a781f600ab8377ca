/** Loads the bundled runtime from V8's code cache, so that it need not be compiled again. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Script } from 'node:vm'
import type { rehearse, serve } from './main.ts'

export interface Loaded {
  readonly script: Script
  readonly runtime: { readonly serve: typeof serve; readonly rehearse: typeof rehearse }
}

export const CACHE = 'runtime.cache'

/** `folder`: where the build put the grader's runtime. */
export function loadRuntime(folder: string): Loaded {
  const filename = join(folder, 'runtime.cjs')
  const code = `(function (module, exports, require) {${readFileSync(filename, 'utf8')}\n})`
  const cachedData = readIfThere(join(folder, CACHE))
  const script = new Script(code, { filename, ...(cachedData && { cachedData }) })
  const module = { exports: {} }
  script.runInThisContext()(module, module.exports, createRequire(filename))
  return { script, runtime: module.exports as Loaded['runtime'] }
}

/** Without the cache, or with that of another Node, the runtime only starts slower. */
function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return null
  }
}
