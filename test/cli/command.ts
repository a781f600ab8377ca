/** Runs the built command the way a shell does: with pipes, and a workspace of its own. */
import { spawn, type SpawnOptions } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { temporaryFolder } from '../course/folder.ts'

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Setting {
  readonly workspace?: string
  readonly env?: Readonly<Record<string, string>>
  /** What is typed, if anything; else the input is empty. */
  readonly input?: string
}

/** Variables that would change what is printed do not leak in. */
export function cleanEnvironment(
  workspace: string,
  env: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env
  return { PATH, HOME, LANG: 'C.UTF-8', KMALLOC_WORKSPACE: workspace, ...env }
}

/** An existing folder, so that a command that needs one is happy. */
export function newWorkspace(): string {
  return temporaryFolder()
}

export async function course(args: readonly string[], setting: Setting = {}): Promise<Outcome> {
  const { workspace = newWorkspace(), env, input = '' } = setting
  const options: SpawnOptions = { env: cleanEnvironment(workspace, env) }
  const child = spawn(process.execPath, ['src/bin.cjs', ...args], options)
  child.stdin?.end(input)
  const [stdout, stderr] = ['', '']
  const outcome = { stdout, stderr }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (outcome.stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (outcome.stderr += text))
  return new Promise((settle, fail) => {
    child.once('error', fail)
    child.once('close', (code) => settle({ code, ...outcome }))
  })
}

export const objectsPerSlab = {
  name: 'objects-per-slab',
  folder: 'exercises/01-cache-types/02-objects-per-slab',
  path: '01-cache-types/objects-per-slab.ts',
}

/** Puts one of the exercise's own files where the learner's would be; returns its path. */
export function handIn(workspace: string, file: string): string {
  const path = join(workspace, objectsPerSlab.path)
  mkdirSync(dirname(path), { recursive: true })
  cpSync(join(objectsPerSlab.folder, file), path)
  return path
}
