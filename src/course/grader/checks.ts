/** Bundles the check of an exercise, and keeps the bundles the build has made. */
import { readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { BuildOptions, Message, Plugin } from 'esbuild'

/** What a check may import without bringing it along: all of it is loaded in the child. */
const LOADED = /^(vitest|kmalloc-course\/kernel|kmalloc-course\/check)$/
const START = /^\.\/start\.ts$/

export interface BundledCheck {
  readonly code: string
  /** What it imports from `./start.ts`. */
  readonly needs: readonly string[]
  /** The files it was made of, from the root of the course. */
  readonly inputs: readonly string[]
}

/** `folder` from the root of the course, e.g. `exercises/01-cache-types/02-objects-per-slab`. */
export async function bundleCheck(root: string, folder: string): Promise<BundledCheck> {
  const { build } = await import('esbuild')
  const options = {
    entryPoints: [join(root, folder, 'check.test.ts')],
    absWorkingDir: resolve(root),
    bundle: true,
    write: false as const,
    format: 'esm' as const,
    platform: 'node' as const,
    target: 'node20',
    metafile: true as const,
    logLevel: 'silent' as const,
    tsconfigRaw: { compilerOptions: { strict: true } },
  } satisfies BuildOptions
  const loaded: Plugin = {
    name: 'loaded in the child',
    setup(made) {
      made.onResolve({ filter: LOADED }, ({ path }) => ({ path, external: true }))
    },
  }
  const [bundled, asked] = await Promise.all([
    build({ ...options, plugins: [loaded, startAs({ external: true })] }),
    build({ ...options, plugins: [loaded, startAs({ namespace: 'empty' })] }).catch(
      (error: { errors?: Message[]; warnings?: Message[] }) => {
        if (!error.errors) throw error
        return { warnings: [...error.errors, ...(error.warnings ?? [])] }
      },
    ),
  ])
  return {
    code: bundled.outputFiles[0]!.text,
    needs: neededNames(asked.warnings),
    inputs: Object.keys(bundled.metafile.inputs),
  }
}

/** Where `./start.ts` leads; an empty module makes esbuild name everything that is missing from it. */
function startAs(where: { external: true } | { namespace: string }): Plugin {
  return {
    name: 'the learner file',
    setup(build) {
      build.onResolve({ filter: START }, ({ path }) => ({ path, ...where }))
      build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export {}' }))
    },
  }
}

function neededNames(messages: readonly Message[]): string[] {
  const names = messages.flatMap(({ text }) => {
    const name = /(?:for import|^Import) "([^"]+)"/.exec(text)
    return name && text.includes('"empty:') ? [name[1]!] : []
  })
  return [...new Set(names)]
}

/** Where the build puts the bundled check of an exercise. */
export function bundlePath(root: string, folder: string): string {
  return join(root, 'dist', 'checks', `${folder.replaceAll(/[\\/]/g, '.')}.json`)
}

/** The check as the build left it, or bundled now if a file of it is newer than that. */
export async function loadCheck(root: string, folder: string): Promise<BundledCheck> {
  return (await prebuilt(root, folder)) ?? bundleCheck(root, folder)
}

async function prebuilt(root: string, folder: string): Promise<BundledCheck | null> {
  const path = bundlePath(root, folder)
  const made = await stat(path).catch(() => null)
  if (!made) return null
  const bundle = JSON.parse(await readFile(path, 'utf8')) as BundledCheck
  const times = await Promise.all(
    bundle.inputs.map((input) => stat(join(root, input)).then(({ mtimeMs }) => mtimeMs)),
  ).catch(() => [Number.POSITIVE_INFINITY])
  return Math.max(...times) <= made.mtimeMs ? bundle : null
}
