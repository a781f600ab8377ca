/** Runs the TypeScript compiler on one file, whatever folder it is in, and reads what it reports. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'

/** What TypeScript says about one place of the file. */
export interface Diagnostic {
  /** Number of the message: 2322 is "Type 'x' is not assignable to type 'y'". */
  readonly code: number
  /** First line of the message, in TypeScript's words. */
  readonly message: string
  /** Both from 1. */
  readonly line: number
  readonly column: number
}

export interface TypeScript {
  /** Everything found in `file`, in its order; an empty list if the file cannot be checked. */
  check(file: string, signal?: AbortSignal): Promise<Diagnostic[]>
}

const MILLISECONDS_AT_MOST = 10_000
/** No exercise comes near it; what is longer is no program somebody wrote. */
const BYTES_AT_MOST = 1_000_000

/** `root`: folder of the course. Null where TypeScript, or its compiler for this computer, is not installed. */
export function findTypeScript(root: string): TypeScript | null {
  const compiler = findCompiler(resolve(root))
  if (compiler === null) return null
  return {
    async check(file, signal) {
      const found = await stat(file).catch(() => null)
      if (!found?.isFile() || found.size > BYTES_AT_MOST) return []
      return inFolder(async (folder) => {
        await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(configuration(root, file)))
        return parse(await run(compiler, folder, signal), basename(file))
      }).catch(() => [])
    },
  }
}

/** The program itself: the `tsc` of the package starts a Node to start it. */
function findCompiler(root: string): string | null {
  try {
    const typescript = createRequire(join(root, 'package.json')).resolve('typescript/package.json')
    const platform = `@typescript/typescript-${process.platform}-${process.arch}/package.json`
    const name = process.platform === 'win32' ? 'tsc.exe' : 'tsc'
    const compiler = join(dirname(createRequire(typescript).resolve(platform)), 'lib', name)
    return existsSync(compiler) ? compiler : null
  } catch {
    // Not installed: there is no advice then.
    return null
  }
}

/**
 * Strict about what goes wrong when the code runs. A type that is left out is nobody's mistake, and the workspace need
 * not be where `kmalloc-course/kernel` can be found.
 */
function configuration(root: string, file: string): object {
  return {
    compilerOptions: {
      target: 'ES2023',
      lib: ['ES2023'],
      module: 'NodeNext',
      moduleResolution: 'NodeNext',
      types: [],
      noEmit: true,
      strict: true,
      noImplicitAny: false,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      moduleDetection: 'force',
      paths: { 'kmalloc-course/kernel': [resolve(root, 'src/kernel/index.ts')] },
    },
    files: [file],
  }
}

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'kmalloc-course-types-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What the compiler prints; it ends with 2 when it has found something. */
function run(compiler: string, folder: string, signal?: AbortSignal): Promise<string> {
  return new Promise((settle) => {
    const options = {
      timeout: MILLISECONDS_AT_MOST,
      killSignal: 'SIGKILL' as const,
      maxBuffer: 4_000_000,
      ...(signal && { signal }),
    }
    execFile(compiler, ['-p', folder, '--pretty', 'false'], options, (error, printed) =>
      settle(error && (error.killed || error.name === 'AbortError') ? '' : printed),
    )
  })
}

/** Of each report its first line; what follows goes deeper into types than anybody wants to read. */
function parse(printed: string, name: string): Diagnostic[] {
  return printed.split('\n').flatMap((line) => {
    const parts = /^(.+?)\((\d+),(\d+)\): error TS(\d+): (.*)$/.exec(line)
    if (!parts || basename(parts[1]!) !== name) return []
    const [, , row, column, code, message] = parts
    return [{ code: Number(code), message: message!, line: Number(row), column: Number(column) }]
  })
}
