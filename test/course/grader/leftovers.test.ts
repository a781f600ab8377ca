/** After a verdict, and after the course, no process of the grader is left, however it came to its end. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openGrader } from '#course/grader/index.ts'
import { double, fixtures, openJudging, runtime, type Misbehaving } from './judging.ts'
import { misbehaving } from './misbehaving.ts'
import { eventually, gradingProcesses } from './processes.ts'

const ours = async () => (await gradingProcesses()).filter(({ parent }) => parent === process.pid)

describe('in a living course', () => {
  const nasty: Misbehaving[] = ['endless-loop', 'endless-async', 'eats-buffers', 'ends-by-exit']
  test.for(nasty)('nothing is left of %s', async (name) => {
    const judging = await openJudging()
    await judging.grade(name)
    await judging.close()
    expect(await eventually(async () => (await ours()).length === 0)).toBe(true)
  })

  test('a warm grader keeps one child waiting, in a group of its own, and ends it when closed', async () => {
    const grader = openGrader({ root: fixtures, runtime })
    await grader.warm(double)
    const [child, ...others] = await ours()
    expect(others).toEqual([])
    expect(child?.group).toBe(child?.pid)
    await grader.close()
    expect(await eventually(async () => (await ours()).length === 0)).toBe(true)
  })
})

describe('in a course that is killed', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kmalloc-leftovers-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  /** A course of its own that grades the file, told by a line on its output when it has begun. */
  async function startCourse(name: Misbehaving) {
    const file = join(folder, `${name}.ts`)
    const script = join(folder, `${name}-course.mts`)
    const grader = new URL('../../../src/course/grader/index.ts', import.meta.url).href
    await writeFile(file, misbehaving[name])
    await writeFile(
      script,
      `import { openGrader } from ${JSON.stringify(grader)}
      const grader = openGrader(${JSON.stringify({ root: fixtures, runtime })})
      await grader.warm(${JSON.stringify(double)})
      setTimeout(() => console.log('begun'), 300)
      await grader.grade(${JSON.stringify(double)}, ${JSON.stringify(file)})
      setTimeout(() => {}, 60_000)`,
    )
    const course = spawn(process.execPath, ['--import', 'tsx', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(course.stdout, 'data')
    const children = (await gradingProcesses()).filter(({ parent }) => parent === course.pid)
    expect(children.length).toBeGreaterThan(0)
    return { course, pids: children.map(({ pid }) => pid) }
  }

  const busy: Misbehaving[] = ['endless-loop', 'never-settled-while-waiting', 'prints']
  test.for(busy)('nothing is left of %s after a few seconds', async (name) => {
    const { course, pids } = await startCourse(name)
    course.kill('SIGKILL')
    const left = async () => (await gradingProcesses()).filter(({ pid }) => pids.includes(pid))
    expect(await eventually(async () => (await left()).length === 0)).toBe(true)
  })
})
