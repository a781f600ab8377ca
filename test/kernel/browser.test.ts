/** The simulator runs in a browser too: its bundle asks for nothing that only Node has. */
import { build } from 'esbuild'
import { expect, test } from 'vitest'

test('the bundle for a browser builds and imports nothing', async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: ['src/kernel/index.ts'],
    bundle: true,
    platform: 'browser',
    format: 'esm',
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
  expect(outputFiles).toHaveLength(1)
  expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([])
  expect(Object.keys(metafile.inputs).filter((path) => !/^src\/(kernel|lib)\//.test(path))).toEqual(
    [],
  )
})
