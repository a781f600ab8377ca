/** The reasons of a verdict in the built command: for people, line by line, and for programs. */
import { describe, expect, it } from 'vitest'
import { course, handIn, newWorkspace, objectsPerSlab } from './command.ts'

const { name } = objectsPerSlab

async function judged(file: string, ...options: string[]): Promise<string> {
  const workspace = newWorkspace()
  handIn(workspace, file)
  return (await course(['check', name, ...options], { workspace })).stdout
}

describe('check', () => {
  it('names the misconception and shows both sides of what was tried', async () => {
    const told = await judged('misconceptions/no-notes.ts')
    expect(told).toContain('You divide the slab by the length of an object')
    expect(told).toContain('known misconception, no-notes')
    expect(told).toMatch(/With your code +│ With the solution/)
    expect(told.indexOf('no-notes')).toBeLessThan(told.indexOf('kmalloc-course hint'))
  })

  it('puts nothing beside something else with --plain', async () => {
    const told = await judged('misconceptions/no-notes.ts', '--plain')
    expect(told).toMatch(/^With your code$/m)
    expect(told).toMatch(/^With the solution$/m)
  })

  it('names nothing for the starter', async () => {
    const told = await judged('start.ts')
    expect(told).not.toContain('known misconception')
    expect(told).toContain('does not pass yet')
  })

  it('gives the reasons as data with --json', async () => {
    const { exercises } = JSON.parse(await judged('misconceptions/no-notes.ts', '--json')) as {
      exercises: { explanation: unknown }[]
    }
    expect(exercises[0]?.explanation).toMatchObject({
      misconception: { name: 'no-notes' },
      figures: { yours: { kind: 'slab layout' }, reference: { kind: 'slab layout' } },
      divergence: null,
      advice: [],
    })
  })
})

describe('watch --plain', () => {
  it('says the reasons below the verdict, and the hint after them', async () => {
    const workspace = newWorkspace()
    handIn(workspace, 'misconceptions/no-notes.ts')
    const { stdout } = await course(['watch', name, '--plain'], { workspace, input: 'r\nq\n' })
    const places = ['checking', 'does not pass yet', 'no-notes.', 'h shows a hint.', '--seed'].map(
      (text) => stdout.lastIndexOf(text),
    )
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((one, other) => one - other))
    expect(stdout).toMatch(/^With the solution$/m)
  })
})
