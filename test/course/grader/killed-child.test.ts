/** The grader's child is killed at any moment: the verdict says so, is never a pass that was not earned, and comes soon. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { errorCode } from '#course/workspace/system.ts'
import { createRandom } from '#lib/prng.ts'
import { expect, test } from 'vitest'
import { double, openJudging } from './judging.ts'
import { eventually, gradingProcesses } from './processes.ts'

const KILLS = 20
const right = 'export const double = (number: number): number => 2 * number\n'
const wrong = 'export const double = (number: number): number => number + 7\n'

const ours = async () => (await gradingProcesses()).filter(({ parent }) => parent === process.pid)

async function killAll(): Promise<void> {
  for (const { pid } of await ours()) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      // The grader was faster.
      if (errorCode(error) !== 'ESRCH') throw error
    }
  }
}

test('a child that is killed while it judges stops the verdict, and the next save is judged', async () => {
  const judging = await openJudging()
  const random = createRandom(2611)
  const outcomes = new Set<string>()
  for (let kill = 0; kill < KILLS; kill++) {
    const text = kill % 2 === 0 ? right : wrong
    const file = join(judging.workspace, 'double.ts')
    await writeFile(file, text)
    const grading = judging.grader.grade(double, file)
    await wait(random.integer(0, 200))
    await killAll()
    const { outcome, trouble } = await grading
    outcomes.add(outcome)
    if (outcome === 'stopped') expect(trouble?.kind).toBe('crash')
    else expect(outcome).toBe(text === right ? 'pass' : 'fail')
    expect((await judging.gradeText(right)).outcome).toBe('pass')
  }
  expect(outcomes).toContain('stopped')
  await judging.close()
  expect(await eventually(async () => (await ours()).length === 0)).toBe(true)
}, 120_000)
