/** Run by the build, with the flags of a child: keeps the code V8 made for a rehearsal. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE, loadRuntime } from './runtime.ts'

async function writeCache(): Promise<void> {
  const { script, runtime } = loadRuntime(__dirname)
  await runtime.rehearse()
  writeFileSync(join(__dirname, CACHE), script.createCachedData())
}

writeCache().catch(() => {
  process.exitCode = 1
})
