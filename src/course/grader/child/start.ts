/** First file of the child: loads the bundled runtime from V8's code cache, so that it need not be compiled again. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Script } from 'node:vm'
import type { serve } from './main.ts'

type Runtime = { readonly serve: typeof serve }

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    // Without the cache the runtime only starts slower.
    return undefined
  }
}

function loadRuntime(folder: string): Runtime {
  const path = join(folder, 'runtime.cjs')
  const cachedData = read(join(folder, 'runtime.cache'))
  const script = new Script(
    `(function (module, exports, require) {${readFileSync(path, 'utf8')}\n})`,
    {
      filename: path,
      ...(cachedData && { cachedData }),
    },
  )
  const module = { exports: {} }
  script.runInThisContext()(module, module.exports, createRequire(path))
  return module.exports as Runtime
}

loadRuntime(__dirname).serve(join(__dirname, 'supervisor.cjs'))
