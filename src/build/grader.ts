/** Bundles what runs inside the grader's child process: the runtime with vitest's runner and the simulator in it. */
import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { devNull } from 'node:os'
import { join, resolve } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { CACHE } from '#course/grader/child/runtime.ts'
import { CHILD_FLAGS } from '#course/grader/start-child.ts'
import { replace } from './replace.ts'

/**
 * Vitest keeps its state in global symbols, and takes any object with a method `asymmetricMatch` for a matcher. Both
 * would put the judgement into the hands of the code that is judged: here the state is out of reach, and only a matcher
 * that vitest has made is one.
 */
const outOfReach: Plugin = {
  name: 'out of reach',
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/]node_modules[\\/]@vitest[\\/].*\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      const contents = text
        .replaceAll('globalThis', 'hiddenGlobals')
        .replace(ANY_MATCHER, 'obj instanceof AsymmetricMatcher')
      if (text.includes('function isAsymmetric(') && !text.includes(ANY_MATCHER)) {
        throw new Error(`${path} has changed: what does it take for a matcher now?`)
      }
      const hidden = `import { hiddenGlobals } from '${HIDDEN}'\nconst { AbortController } = hiddenGlobals`
      return { contents: `${hidden}\n${contents}` }
    })
  },
}

const HIDDEN = resolve('src/course/grader/child/hidden-globals.ts')
const ANY_MATCHER =
  '!!obj && typeof obj === "object" && "asymmetricMatch" in obj && isA("Function", obj.asymmetricMatch)'

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
    plugins: [outOfReach],
  })
  const changed = await Promise.all(outputFiles.map(isChanged))
  if (!changed.includes(true) && existsSync(join(folder, CACHE))) return
  // V8 knows a cache that is not for this code only by the code's length.
  await rm(join(folder, CACHE), { force: true })
  await Promise.all(outputFiles.map(({ path, text }) => replace(path, text)))
  writeCodeCache(folder)
}

async function isChanged({ path, text }: { path: string; text: string }): Promise<boolean> {
  return (await readFile(path, 'utf8').catch(() => null)) !== text
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
