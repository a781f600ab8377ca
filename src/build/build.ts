/** `npm run build`: makes `dist/`, what a learner runs, from the sources, the lessons and the exercises. */
import { spawnSync } from 'node:child_process'
import { readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildChecks } from './checks.ts'
import { buildCode } from './code.ts'
import { buildContent } from './content.ts'
import { buildGrader } from './grader.ts'

const stamp = 'dist/.built'
const grader = 'dist/grader'

// A course that is open meanwhile goes on with the old files until the new ones stand in their place.
const started = Date.now()
await rm(stamp, { force: true })
// V8 knows a cache that is not for this code only by the code's length.
await rm('dist/cli.cache', { force: true })
const [broken] = await Promise.all([buildChecks(), buildCode(), buildGrader(grader)])
const problems = [...broken, ...(await buildContent())]
for (const { file, line, message } of problems) console.error(`${file}:${line}: ${message}`)
spawnSync(process.execPath, ['src/build/cache.js'], { stdio: 'inherit' })
await removeLeftovers()
// Written last: a build that was interrupted is not fresh, and the next start does it again.
await writeFile(stamp, '')

/** What this build did not write is of a lesson or a module that is gone; the grader leaves alone what is still right. */
async function removeLeftovers(): Promise<void> {
  for (const entry of await readdir('dist', { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || entry.parentPath === grader) continue
    if ((await stat(path)).mtimeMs < started - 1000) await rm(path)
  }
}
