/** `--plain`: the course as a transcript that a screen reader, a log or a pipe can follow. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { course, handIn, newWorkspace, objectsPerSlab } from './command.ts'

describe('the map', () => {
  it('is a numbered list; a number or a name opens, q leaves', async () => {
    const { code, stdout } = await course(['--plain'], { input: 'nonsense\nq\n' })
    expect(code).toBe(0)
    expect(stdout).toContain('1. Continue: The machine, section 1 of')
    expect(stdout).toContain('"nonsense" is not one of the answers here.')
    expect(stdout).not.toContain('\u001b')
  })

  it('ends with its input', async () => {
    const { code } = await course(['--plain'], { input: '' })
    expect(code).toBe(0)
  })
})

describe('a lesson', () => {
  it('asks, answers, and keeps the place', async () => {
    const workspace = newWorkspace()
    const input = 'abc\n100\n\n2\nq\n'
    const { stdout } = await course(['learn', '00', '--plain'], { workspace, input })
    expect(stdout).toContain('"abc" is not a number.')
    expect(stdout).toContain('You answered: 100')
    expect(stdout).toContain('The machine says: 128')
    expect(stdout).toContain('You answered: 0x78, the least significant. Right.')
    const saved: unknown = JSON.parse(readFileSync(join(workspace, 'progress.json'), 'utf8'))
    expect(saved).toMatchObject({
      place: { lesson: '00-the-machine', section: 'hexdump' },
      lessons: { '00-the-machine': { read: { 'first-object': expect.any(String) } } },
    })
    const resumed = await course(['learn', '00', '--plain'], { workspace, input: 'q\n' })
    expect(resumed.stdout).toContain('Read your own object')
    expect(resumed.stdout).not.toContain('A hundred bytes, please')
  })
})

describe('an exercise', () => {
  it('answers to typed words', async () => {
    const workspace = newWorkspace()
    const input = 'r\nh\ns\nq\n'
    const args = ['watch', objectsPerSlab.name, '--plain']
    const { code, stdout } = await course(args, { workspace, input })
    expect(code).toBe(0)
    expect(stdout).toContain('Your starter is ready:')
    expect(stdout).toContain('does not pass yet')
    expect(stdout).toContain('Hint 1 of 3')
    expect(stdout).toContain('2 left')
  })

  it('leaves a file that is there alone', async () => {
    const workspace = newWorkspace()
    handIn(workspace, 'solution.ts')
    const args = ['watch', objectsPerSlab.name, '--plain']
    const { stdout } = await course(args, { workspace, input: 'r\nq\n' })
    expect(stdout).toContain(`✓ ${objectsPerSlab.name} passes.`)
  })
})
