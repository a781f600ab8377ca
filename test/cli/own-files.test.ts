/** Files of the learner's own, without the guided screen: versions of cells, scratch files; and the glossary. */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { course, newWorkspace } from './command.ts'

/** Puts a file into the workspace before the course sees it. */
function write(workspace: string, path: string, text: string): void {
  const file = join(workspace, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

const first = '00-the-machine/cells/first-object-1.ts'

describe('run --edited', () => {
  const run = (workspace: string, ...more: string[]) =>
    course(['run', '00', '--cell', '1', '--edited', ...more], { workspace })

  it('makes a copy of the cell the first time, and runs the learner’s version from then on', async () => {
    const workspace = newWorkspace()
    const fresh = await run(workspace)
    expect(fresh).toMatchObject({ code: 0, stderr: '' })
    expect(fresh.stdout).toContain('A copy of the cell for you to edit:')
    expect(fresh.stdout).toContain('128 bytes at 0xc')
    const own = readFileSync(join(workspace, first), 'utf8')
    write(workspace, first, own.replace('kmalloc(100', 'kmalloc(200'))
    const { stdout } = await run(workspace)
    expect(stdout).toContain('Your version,')
    expect(stdout).toContain('256 bytes at 0xc')
    expect((await course(['run', '00', '--cell', '1'], { workspace })).stdout).toContain(
      '128 bytes',
    )
  })

  it('fails with the line of the learner’s file, and as data too', async () => {
    const workspace = newWorkspace()
    write(workspace, first, '// mine\nconst packet = nothing()\n')
    const { code, stdout } = await run(workspace)
    expect(code).toBe(1)
    expect(stdout).toContain(
      'Stopped at line 2 of your file: ReferenceError: nothing is not defined',
    )
    expect(JSON.parse((await run(workspace, '--json')).stdout)).toMatchObject([
      { cell: 1, output: '', error: { origin: { of: 'version', line: 2 } } },
    ])
  })

  it('needs a cell', async () => {
    const { code, stderr } = await course(['run', '00', '--edited'])
    expect(code).toBe(2)
    expect(stderr).toContain('Add --cell with its number')
  })
})

describe('a lesson read line by line', () => {
  const read = (workspace: string, input: string) =>
    course(['learn', '00', '--section', '1', '--plain'], { workspace, input })

  it('explains words with k, at a question too', async () => {
    const { stdout } = await read(newWorkspace(), 'k\nk ksize\n100\nk slub\nq\n')
    expect(stdout).toMatch(/Words of this section: .*kmalloc/)
    expect(stdout).toContain('Says how long the object is')
    expect(stdout).toContain('The glossary has no word "slub". Did you mean slab?')
  })

  it('says that the editor for a copy did not start, and runs the copy all the same', async () => {
    const env = { EDITOR: 'no-such-editor' }
    const { code, stdout } = await course(['learn', '00', '--section', '1', '--plain'], {
      workspace: newWorkspace(),
      input: '100\ne\nq\n',
      env,
    })
    expect(code).toBe(0)
    expect(stdout).toContain('The editor did not start (no-such-editor: there is no such program).')
    expect(stdout).toMatch(/The editor did not start[^]*128 bytes at/)
  })

  it('edits a copy of the cell with e once it has run, and restores it with r', async () => {
    const workspace = newWorkspace()
    const { stdout } = await read(workspace, 'e\n100\ne\nr\nq\n')
    expect(stdout).toContain('No cell of this section has run yet.')
    expect(stdout).toContain('A copy of the cell for you to edit:')
    expect(stdout).toContain('The cell is as the lesson has it.')
    write(workspace, first, 'const packet = 1\n')
    expect((await read(workspace, '100\nr\nq\n')).stdout).toMatch(
      /kept as .*first-object-1\.kept-1\.ts/,
    )
    expect(readdirSync(join(workspace, '00-the-machine/cells'))).toEqual([
      'first-object-1.kept-1.ts',
    ])
  })
})

describe('play', () => {
  it('begins a scratch file, runs it, and answers to typed words', async () => {
    const workspace = newWorkspace()
    const { code, stdout, stderr } = await course(['play', '--plain'], {
      workspace,
      input: 'r\nx\nq\n',
    })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.match(/an object at 0xc/g)).toHaveLength(2)
    expect(stdout).toMatch(/Your file: .*play\/scratch\.ts/)
    expect(stdout).toContain('slab 0')
    expect(readdirSync(join(workspace, 'play'))).toEqual(['scratch.ts'])
  })

  it('takes another name, leaves what is there alone, and tells an error with its line', async () => {
    const workspace = newWorkspace()
    write(workspace, 'play/mine.ts', '\nfor (;;) {}\n')
    const { stdout } = await course(['play', 'mine', '--plain'], { workspace })
    expect(stdout).toContain('It was still running after a second of work')
    expect(stdout).toContain('In mine.ts, line 2:')
    expect(readFileSync(join(workspace, 'play/mine.ts'), 'utf8')).toBe('\nfor (;;) {}\n')
  })

  it('is on the menu of the map', async () => {
    const { stdout } = await course(['--plain'], { input: 'play\nq\nq\n' })
    expect(stdout).toContain('Play: a scratch file of your own')
    expect(stdout).toContain('an object at 0xc')
  })

  it('wants a name that can be a file’s', async () => {
    const { code, stderr } = await course(['play', '../x', '--plain'])
    expect(code).toBe(2)
    expect(stderr).toContain('"../x" is no name for a scratch file.')
  })

  it('is drawn in ASCII where there is nothing else', async () => {
    const { stdout } = await course(['play', '--plain'], { env: { LANG: 'C', LC_ALL: 'C' } })
    expect(stdout).toMatch(/^[\n -~]*$/)
  })
})

describe('glossary', () => {
  it('explains a word by any of its names and says where it is taught', async () => {
    const { code, stdout } = await course(['glossary', 'kmem_bufctl_t'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^bufctl\n {2}A number of two bytes/)
    expect(stdout).toContain('Taught in "Cache types", section "The notes, byte by byte".')
    expect((await course(['glossary', 'pde'])).stdout).toContain('No lesson teaches it yet.')
  })

  it('shows all words, for programs too', async () => {
    const all = JSON.parse((await course(['glossary', '--json'])).stdout)
    expect(all).toContainEqual(
      expect.objectContaining({
        id: 'slab',
        taught: { lesson: '01-cache-types', section: 'slab' },
      }),
    )
    const { stdout } = await course(['glossary'], { env: { COLUMNS: '40' } })
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40)
  })

  it('says what is near when it has no such word', async () => {
    const { code, stderr } = await course(['glossary', 'slub'])
    expect(code).toBe(2)
    expect(stderr).toBe('The glossary has no word "slub".\nDid you mean slab?\n')
  })
})
