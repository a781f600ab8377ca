/** `npm run build`: makes `dist/`, what a learner runs, from the sources, the lessons and the exercises. */
import { spawnSync } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { buildChecks } from './checks.ts'
import { buildCode } from './code.ts'
import { buildContent } from './content.ts'
import { buildGrader } from './grader.ts'

await rm('dist', { recursive: true, force: true })
await Promise.all([buildCode(), buildGrader('dist/grader'), buildChecks()])
const problems = await buildContent()
for (const { file, line, message } of problems) console.error(`${file}:${line}: ${message}`)
spawnSync(process.execPath, ['src/build/cache.js'], { stdio: 'inherit' })
// Written last: a build that was interrupted is not fresh, and the next start does it again.
await writeFile('dist/.built', '')
