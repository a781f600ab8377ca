/** Bundles what runs inside the grader's child process: the runtime with vitest's runner and the simulator in it. */
import { spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { devNull } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { build } from 'esbuild'
import { CHILD_FLAGS } from '#course/grader/start-child.ts'

/** Leaves alone what is there and still the same, so that tests may call it whatever else is running. */
export async function buildGrader(folder: string): Promise<void> {
  const child = 'src/course/grader/child'
  const { outputFiles } = await build({
    entryPoints: {
      child: `${child}/start.ts`,
      runtime: `${child}/main.ts`,
      supervisor: `${child}/supervisor.ts`,
      cache: `${child}/cache.ts`,
    },
    outdir: resolve(folder),
    outExtension: { '.js': '.cjs' },
    write: false,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'warning',
  })
  await mkdir(folder, { recursive: true })
  const changed = await Promise.all(outputFiles.map(({ path, text }) => replace(path, text)))
  if (changed.includes(true)) writeCodeCache(folder)
}

/** True if the file was another one before. Whoever reads it meanwhile gets the old or the new one, never half. */
async function replace(path: string, text: string): Promise<boolean> {
  const old = await readFile(path, 'utf8').catch(() => null)
  if (old === text) return false
  const aside = join(dirname(path), `.${process.pid}-${basename(path)}`)
  await writeFile(aside, text)
  await rename(aside, path)
  return true
}

/** V8 takes a cache only from a process with the same flags. */
function writeCodeCache(folder: string): void {
  // A child reports on its descriptor 3; here nobody listens.
  const nobody = openSync(devNull, 'w')
  const made = spawnSync(process.execPath, [...CHILD_FLAGS, join(folder, 'cache.cjs')], {
    stdio: ['ignore', 'inherit', 'inherit', nobody],
  })
  closeSync(nobody)
  if (made.status !== 0) throw new Error(`The code cache in ${folder} could not be written.`)
}
