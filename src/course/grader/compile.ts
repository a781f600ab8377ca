/**
 * Compiles a learner's file, with what it imports from its own folder, into one ES module, and finds there what
 * can be found without running it: what does not parse, what it may not import, what it does not export.
 * The loop and the vitest plugin both use it, so that both judge the same code by the same rules.
 */
import { realpath } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { BuildFailure, Message, PartialMessage, Plugin } from 'esbuild'
import { whyUnreadable } from './readable.ts'
import type { Position, Trouble } from './verdict.ts'
import { words } from './words.ts'

const KERNEL = 'kmalloc-course/kernel'

export interface Compiled {
  readonly code: string
  /** A source map, as JSON. */
  readonly map: string
  readonly exports: readonly string[]
}

export type Compilation =
  | { readonly compiled: Compiled; readonly trouble: null }
  | { readonly compiled: null; readonly trouble: Trouble }

/** The names that may be imported, by package. */
type Packages = Readonly<Record<string, readonly string[]>>

/** What is wrong with an import; rides on esbuild's message. */
interface Refusal {
  readonly refused: string
}

/** A file that cannot be read; the text of the message says why. */
interface Unreadable {
  readonly unreadable: true
}

/** `allowed`: the names the file may import from `kmalloc-course/kernel`; `packages`: what else it may import. */
export async function compile(
  file: string,
  allowed: readonly string[],
  packages: Packages = {},
): Promise<Compilation> {
  const esbuild = await import('esbuild')
  try {
    const result = await esbuild.build({
      entryPoints: [file],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      sourcemap: 'external',
      sourcesContent: true,
      metafile: true,
      // Positions in the map are relative to this folder, names of functions stay the learner's.
      outfile: `${file}.js`,
      absWorkingDir: dirname(file),
      keepNames: false,
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { strict: true } },
      plugins: [rules(await homeOf(file), { [KERNEL]: allowed, ...packages })],
    })
    const undefinedName = result.warnings.find(({ id }) => id === 'import-is-undefined')
    if (undefinedName) return { compiled: null, trouble: troubleOf(undefinedName, file) }
    const [map, code] = result.outputFiles
    const [output] = Object.values(result.metafile.outputs).filter((made) => made.entryPoint)
    return {
      compiled: { code: code!.text, map: map!.text, exports: output?.exports ?? [] },
      trouble: null,
    }
  } catch (error) {
    const [first] = (error as Partial<BuildFailure>).errors ?? []
    if (!first) throw error
    return { compiled: null, trouble: troubleOf(first, file) }
  }
}

/** The same, for a check that needs these names of the file. */
export async function compileAgainst(
  file: string,
  allowed: readonly string[],
  needs: readonly string[],
): Promise<Compilation> {
  const compilation = await compile(file, allowed)
  if (compilation.trouble) return compilation
  const present = compilation.compiled.exports
  const missing = needs.filter((name) => !present.includes(name))
  if (missing.length === 0) return compilation
  const message = words.missingExport(missing, present)
  return { compiled: null, trouble: { kind: 'missing-export', message, position: null } }
}

/** The file and its folder as they are on the disk: links on the way count for nothing. */
interface Home {
  readonly file: string
  readonly folder: string
}

async function homeOf(file: string): Promise<Home> {
  // What is not there is told when esbuild reads it.
  const real = (path: string) => realpath(path).catch(() => path)
  return { file: await real(file), folder: await real(dirname(file)) }
}

/**
 * Whether a path, with its links followed, may be a part of what is judged: the file itself and what is in its folder.
 * A misconception, which shows a wrong idea only, takes the rest from the solution; no folder of a workspace has that name.
 */
function isOpen({ file, folder }: Home, path: string): boolean {
  const ofSolution =
    basename(folder) === 'misconceptions' && path === join(folder, '../solution.ts')
  const within = relative(folder, path)
  return path === file || ofSolution || !(within.startsWith('..') || isAbsolute(within))
}

function refuse(path: string): { errors: PartialMessage[] } {
  const detail: Refusal = { refused: path }
  return { errors: [{ text: `refused ${path}`, detail }] }
}

/** Resolves what a learner's file imports: the listed names of packages, files beside it, nothing else. */
function rules(home: Home, packages: Packages): Plugin {
  return {
    name: 'what an exercise may import',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path, kind, namespace }) => {
        if (kind === 'entry-point') return undefined
        if (namespace === 'kernel') return { path, external: true }
        return Object.hasOwn(packages, path) ? { path, namespace: 'kernel' } : refuse(path)
      })
      build.onResolve({ filter: /^[./]/ }, ({ path, kind, resolveDir }) => {
        if (kind === 'entry-point' || isOpen(home, resolve(resolveDir, path))) return undefined
        return refuse(path)
      })
      // esbuild has followed the links by now, and one beside the file may lead anywhere.
      build.onLoad({ filter: /.*/, namespace: 'file' }, async ({ path }) => {
        if (!isOpen(home, path)) return refuse(path)
        const text = await whyUnreadable(path)
        const detail: Unreadable = { unreadable: true }
        return text === null ? undefined : { errors: [{ text, detail }] }
      })
      build.onLoad({ filter: /.*/, namespace: 'kernel' }, ({ path }) => ({
        contents: `export { ${packages[path]?.join(', ') ?? ''} } from '${path}'`,
      }))
    },
  }
}

function troubleOf(message: Message, file: string): Trouble {
  const position = positionOf(message, file)
  const detail = message.detail as Partial<Refusal & Unreadable> | undefined
  if (detail?.unreadable) return { kind: 'missing-file', message: message.text, position }
  if (detail?.refused) {
    return { kind: 'forbidden-import', message: words.forbiddenImport(detail.refused), position }
  }
  const name = /^(?:No matching export in "kernel:.*" for import|Import) "([^"]+)"/.exec(
    message.text,
  )
  if (name && message.text.includes('"kernel:')) {
    return { kind: 'forbidden-import', message: words.closedName(name[1]!), position }
  }
  if (
    message.text.startsWith('Could not resolve') ||
    message.text.startsWith('No matching export')
  ) {
    return { kind: 'forbidden-import', message: words.brokenImport(message.text), position }
  }
  return { kind: 'syntax-error', message: words.syntaxError(message.text), position }
}

/** esbuild counts columns in bytes from 0, a reader in characters from 1. */
function positionOf({ location }: Message, file: string): Position | null {
  if (!location) return null
  const before = Buffer.from(location.lineText).subarray(0, location.column).toString()
  return {
    file: resolve(dirname(file), location.file),
    line: location.line,
    column: before.length + 1,
    source: location.lineText,
  }
}
