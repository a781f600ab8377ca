/** Run by the build, with the flags of a child: judges a small file and keeps the code V8 made for it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE, loadRuntime } from './runtime.ts'

const CHECK = `
import { expect, test } from 'vitest'
import { attempt, random } from 'kmalloc-course/check'
import { boot, GFP_KERNEL } from 'kmalloc-course/kernel'
import { answer } from './start.ts'
test('passes', () => expect(answer()).toBe(42))
test('compares', () => expect({ answer: answer(), at: random.integer(1, 2) }).toEqual({ answer: 41 }))
test('boots', () => {
  const kernel = boot()
  attempt('kmalloc', () => expect(kernel.kmalloc(100, GFP_KERNEL)).toBe(1))
})
`

async function writeCache(): Promise<void> {
  const { script, runtime } = loadRuntime(__dirname)
  const code = 'export function answer() { return 42 }'
  await runtime.rehearse({ check: CHECK, code, file: '/rehearsal.ts', seed: 1 })
  writeFileSync(join(__dirname, CACHE), script.createCachedData())
}

writeCache().catch(() => {
  process.exitCode = 1
})
