/** The examples in the help of each command are typed as they stand there, in a folder where their files are. */
import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../course/folder.ts'
import { cleanEnvironment, course, handIn, newWorkspace, objectsPerSlab } from './command.ts'

/** Those that come to an end by themselves: `play` and `watch` are tried on a terminal. */
const commands = [
  'list',
  'learn',
  'run',
  'glossary',
  'check',
  'hint',
  'reset',
  'solution',
  'sim',
  'replay',
  'summary',
  'doctor',
] as const

/** A folder in which the command is on the path, and everything lies that the examples name. */
function folderOfExamples(): string {
  const folder = temporaryFolder()
  for (const learner of ['anna', 'ben', 'learners/anna'])
    copySolution(join(folder, learner, objectsPerSlab.path))
  writeFileSync(join(folder, 'trace.scenario'), 'scenario 1 article\nkmalloc 100\nkfree p1\n')
  writeFileSync(join(folder, 'commands.txt'), 'kmalloc 100\nexplain p1\n')
  const command = join(folder, 'bin/kmalloc-course')
  mkdirSync(dirname(command))
  const script = `#!/bin/sh\nexec '${process.execPath}' '${resolve('src/bin.cjs')}' "$@"\n`
  writeFileSync(command, script)
  chmodSync(command, 0o755)
  return folder
}

function copySolution(file: string): void {
  mkdirSync(dirname(file), { recursive: true })
  copyFileSync(join(objectsPerSlab.folder, 'solution.ts'), file)
}

function paste(line: string, folder: string, workspace: string) {
  const environment = cleanEnvironment(workspace)
  const PATH = `${join(folder, 'bin')}:${environment['PATH']}`
  const options = { cwd: folder, env: { ...environment, PATH }, encoding: 'utf8' } as const
  return spawnSync('sh', ['-c', line], { ...options, input: '' })
}

describe('the examples in the help', () => {
  it.each(commands)('of %s work when they are pasted', { timeout: 180_000 }, async (command) => {
    const { stdout } = await course([command, '--help'])
    const all = [...stdout.matchAll(/^ +\$ (.*)$/gm)].map(([, line = '']) => line)
    expect(all.length).toBeGreaterThan(0)
    // The doctor takes long over all content: the last example is for one exercise.
    const lines = command === 'doctor' ? all.slice(-1) : all
    const folder = folderOfExamples()
    const workspace = newWorkspace()
    handIn(workspace, 'solution.ts')
    await course(['check', objectsPerSlab.name], { workspace })
    for (const line of lines) {
      const { status, stderr } = paste(line, folder, workspace)
      // Some fail for what is in the workspace. None is a misuse, but one asks, and here nobody can answer.
      const isAsking = stderr.includes('--yes')
      expect(isAsking ? [2] : [0, 1], `${line}\n${stderr}`).toContain(status)
      expect(stderr, line).not.toMatch(/mistake of its own|^\s+at /m)
    }
  })
})
