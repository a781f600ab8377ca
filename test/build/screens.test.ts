/** The screen in the README: what the course shows today, and put there by one command. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { drawScene, readmeScene, rewriteScreen } from '#build/screens.ts'

const root = process.cwd()
const readme = readFileSync('README.md', 'utf8')

test('the screen in the README is what the course shows today', () => {
  expect(readme).toContain(drawScene(root, readmeScene).join('\n'))
})

test('an old screen in the README is replaced, and nothing else', () => {
  const old = readme.replace('The machine says: 39', 'The machine says: 40')
  expect(old).not.toBe(readme)
  expect(rewriteScreen(old, root)).toBe(readme)
})
