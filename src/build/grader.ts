/** Bundles what runs inside the grader's child process: the runtime with vitest's runner and the simulator in it. */
import { build } from 'esbuild'

export async function buildGrader(folder: string): Promise<void> {
  await build({
    entryPoints: {
      child: 'src/course/grader/child/start.ts',
      runtime: 'src/course/grader/child/main.ts',
      supervisor: 'src/course/grader/child/supervisor.ts',
    },
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'warning',
  })
}
