/** The learner's files: copied once, never written over, kept aside by a reset. */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  assertUsable,
  openWorkspace,
  WorkspaceError,
  workspaceFolder,
} from '#course/workspace/index.ts'
import { temporaryFolder } from '../folder.ts'

const starter = 'export const answer = 0\n'

function setUp() {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'start.ts'), starter)
  const exercise = { name: 'refill', lesson: '04-allocation', starter: join(folder, 'start.ts') }
  const workspace = openWorkspace(join(folder, 'workspace'))
  return { folder, exercise, workspace, file: workspace.fileOf(exercise) }
}

describe('starting an exercise', () => {
  it('copies the starter to <lesson>/<exercise>.ts', () => {
    const { workspace, exercise, folder } = setUp()
    expect(workspace.isStarted(exercise)).toBe(false)
    const file = join(folder, 'workspace/04-allocation/refill.ts')
    expect(workspace.start(exercise)).toEqual({ file, created: true })
    expect(readFileSync(file, 'utf8')).toBe(starter)
  })

  it('leaves the learner’s file alone', () => {
    const { workspace, exercise, file } = setUp()
    workspace.start(exercise)
    writeFileSync(file, 'mine')
    expect(workspace.start(exercise).created).toBe(false)
    expect(workspace.read(exercise)).toBe('mine')
  })

  it('makes no package.json, which would break the import of the kernel', () => {
    const { workspace, exercise } = setUp()
    workspace.start(exercise)
    expect(readdirSync(workspace.folder)).toEqual(['04-allocation'])
  })
})

describe('a reset', () => {
  it('keeps every version under a name of its own', () => {
    const { workspace, exercise, file } = setUp()
    workspace.start(exercise)
    for (const number of [1, 2]) {
      writeFileSync(file, `version ${number}`)
      const kept = file.replace('.ts', `.kept-${number}.ts`)
      expect(workspace.reset(exercise)).toEqual({ file, kept })
      expect(readFileSync(kept, 'utf8')).toBe(`version ${number}`)
      expect(readFileSync(file, 'utf8')).toBe(starter)
    }
  })

  it('keeps nothing of a file that is still the starter', () => {
    const { workspace, exercise, file } = setUp()
    workspace.start(exercise)
    expect(workspace.reset(exercise)).toEqual({ file, kept: null })
  })
})

describe('a workspace that cannot be used', () => {
  it('says so when it is a file', () => {
    const { folder, exercise } = setUp()
    const path = join(folder, 'start.ts')
    expect(() => assertUsable(path)).toThrow(`${path} is a file, not a folder.`)
    expect(() => openWorkspace(path).start(exercise)).toThrow(WorkspaceError)
    expect(() => openWorkspace(path).start(exercise)).toThrow(/a part of the path is a file/)
  })

  it('says what to do', () => {
    const { folder, exercise } = setUp()
    mkdirSync(join(folder, 'workspace/04-allocation/refill.ts'), { recursive: true })
    const workspace = openWorkspace(join(folder, 'workspace'))
    expect(() => workspace.read(exercise)).toThrow(/it is a folder, not a file/)
    expect(() => workspace.read(exercise)).toThrow(
      expect.objectContaining({ advice: expect.stringContaining('--workspace') }),
    )
  })

  it('may be missing: it is made when it is needed', () => {
    expect(() => assertUsable(join(temporaryFolder(), 'none'))).not.toThrow()
  })
})

describe('which folder is the workspace', () => {
  const clone = process.cwd()
  const choice = { option: undefined, variable: undefined, root: clone, current: '/home/me' }

  it('stands beside the lessons in a clone', () => {
    expect(workspaceFolder(choice)).toBe(join(clone, 'workspace'))
  })

  it('stands where the learner is when the course is a package', () => {
    expect(workspaceFolder({ ...choice, root: '/usr/lib/node_modules/x' })).toBe(
      '/home/me/workspace',
    )
  })

  it('is the one that is named: by the option before the variable', () => {
    const variable = '/somewhere'
    expect(workspaceFolder({ ...choice, variable })).toBe('/somewhere')
    expect(workspaceFolder({ ...choice, variable, option: 'mine' })).toBe('/home/me/mine')
    expect(workspaceFolder({ ...choice, variable: '' })).toBe(join(clone, 'workspace'))
  })
})
