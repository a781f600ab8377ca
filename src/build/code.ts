/** Bundles the commands and the simulator. Chunks are split so that a command loads only what it uses. */
import { build } from 'esbuild'

/** CommonJS packages inside the bundle still ask for Node's own modules through `require`. */
const banner =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

export async function buildCode(): Promise<void> {
  await build({
    entryPoints: {
      cli: 'src/cli/main.ts',
      kernel: 'src/kernel/index.ts',
      check: 'src/course/check/index.ts',
      'start-child': 'src/course/grader/start-child.ts',
    },
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    minifySyntax: true,
    minifyWhitespace: true,
    chunkNames: 'chunks/[name]-[hash]',
    banner: { js: banner },
    external: ['esbuild', 'tsx', 'vitest', 'chokidar'],
    logLevel: 'warning',
  })
}
