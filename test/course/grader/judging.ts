/** What the tests of the grader share: a grader on the fixtures, learner's files in a folder of their own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Block } from '#text/blocks.ts'
import { openGrader, type Grader, type Verdict } from '#course/grader/index.ts'
import { misbehaving } from './misbehaving.ts'

export type Misbehaving = keyof typeof misbehaving

function prose(text: string): Block[] {
  return [{ kind: 'prose', runs: [{ text, style: 'plain' }] }]
}

export const double = {
  name: 'double',
  folder: 'exercises/00-fixtures/01-double',
  kernel: ['boot', 'GFP_KERNEL'],
  misconceptions: {
    squares: prose('You take it times itself.'),
    'adds-two': prose('You add two.'),
  },
}

/** Takes objects of a machine. */
export const keep = {
  name: 'keep',
  folder: 'exercises/00-fixtures/02-keep',
  kernel: ['GFP_KERNEL', 'GFP_ATOMIC'],
  misconceptions: {
    'twice-as-much': prose('You ask for twice as much.'),
    'one-for-all': prose('You take one object for all.'),
  },
}

export interface Judging {
  readonly grader: Grader
  /** A folder as a workspace has it: the learner's files, and nothing else. */
  readonly workspace: string
  grade(name: Misbehaving, seed?: number): Promise<Verdict>
  gradeText(text: string, seed?: number): Promise<Verdict>
  close(): Promise<void>
}

export const fixtures = resolve('test/course/grader/fixtures')
export const runtime = resolve('dist/grader')

export async function openJudging(): Promise<Judging> {
  const workspace = await mkdtemp(join(tmpdir(), 'kmalloc-grader-'))
  const grader = openGrader({ root: fixtures, runtime })
  await writeFile(join(workspace, 'helper.ts'), misbehaving.helper)
  const gradeText = async (text: string, seed = 7) => {
    const file = join(workspace, 'double.ts')
    await writeFile(file, text)
    return grader.grade(double, file, { seed })
  }
  return {
    grader,
    workspace,
    gradeText,
    grade: (name, seed) => gradeText(misbehaving[name], seed),
    async close() {
      await grader.close()
      await rm(workspace, { recursive: true })
    },
  }
}
