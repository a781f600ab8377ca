/** What the course runs on: pages are drawn from plain data, so starting loads no compiler. */
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The packages and Node modules that an entry pulls in. */
async function packagesOf(entries: string[], options: BuildOptions): Promise<string[]> {
  const { metafile } = await build({
    ...options,
    entryPoints: entries.map((entry) => `${root}src/${entry}`),
    bundle: true,
    write: false,
    outdir: root,
    format: 'esm',
    metafile: true,
    logLevel: 'silent',
  })
  const names = Object.keys(metafile.inputs).flatMap(
    (path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? [],
  )
  return [...new Set(names)].sort()
}

describe('at run time', () => {
  it('kernel, views and text need nothing of Node, so a browser can have them', async () => {
    const entries = ['kernel/index.ts', 'view/slabs.ts', 'text/render.ts', 'text/figures/draw.ts']
    await expect(packagesOf(entries, { platform: 'browser' })).resolves.not.toContain('node')
  })

  it('a lesson is read, run and drawn without Markdown, YAML or a compiler', async () => {
    const entries = ['course/content.ts', 'course/notebook/index.ts', 'text/render.ts']
    const packages = await packagesOf(entries, { platform: 'node' })
    for (const name of ['marked', 'yaml', 'esbuild', 'valibot'])
      expect(packages).not.toContain(name)
  })
})
