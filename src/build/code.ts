/** Bundles the commands into one file, and what learners import into others. */
import { mkdir, writeFile } from 'node:fs/promises'
import { build, type BuildOptions, type Plugin } from 'esbuild'

/**
 * commander can run subcommands as programs of their own and loads `child_process` for it, which takes as long as
 * all the rest of `list`. Our subcommands are functions.
 */
const commanderWithoutPrograms: Plugin = {
  name: 'commander-without-programs',
  setup(bundler) {
    bundler.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('node_modules/commander/') ? { path: 'none', namespace: 'empty' } : null,
    )
    bundler.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({
      contents: 'module.exports = {}',
    }))
  },
}

const shared: BuildOptions = {
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  minifySyntax: true,
  minifyWhitespace: true,
  external: ['esbuild', 'tsx', 'vitest', 'chokidar', 'inquirer', 'marked', 'yaml'],
  logLevel: 'warning',
}

export async function buildCode(): Promise<void> {
  await Promise.all([buildCommands(), buildLibraries()])
}

/**
 * One file, and not an ES module: opening and linking twenty of them takes Node longer than all of `list`, and here
 * what is imported with `import()` is loaded only when it is needed, Node's own modules too.
 */
async function buildCommands(): Promise<void> {
  const { outputFiles } = await build({
    ...shared,
    entryPoints: { cli: 'src/cli/main.ts' },
    write: false,
    format: 'cjs',
    // A script with a code cache cannot import; every Node the course runs on can require ES modules.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': '__moduleUrl' },
    banner: {
      js: "(require, __filename) => {const __moduleUrl = require('node:url').pathToFileURL(__filename).href;",
    },
    footer: { js: '}' },
    plugins: [commanderWithoutPrograms],
  })
  await mkdir('dist', { recursive: true })
  for (const { text } of outputFiles) await writeFile('dist/cli.cjs', inAscii(text))
}

/** Node reads a file of one byte a character in a third of the time; only expressions hold others, and know \u. */
function inAscii(code: string): string {
  return code.replace(
    /[\u0080-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** What learners import. */
async function buildLibraries(): Promise<void> {
  await build({
    ...shared,
    entryPoints: {
      kernel: 'src/kernel/index.ts',
      check: 'src/course/check/index.ts',
      play: 'src/course/play/index.ts',
    },
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
  })
}
