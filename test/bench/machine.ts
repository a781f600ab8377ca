/** What a machine of one gigabyte takes of the computer's memory, beside a Node that does nothing. */
import { spawnSync } from 'node:child_process'
import { median, type Table } from './table.ts'
import { root } from '../exercises/exercises.ts'

const TIMES = 5
const LIMIT_MEGABYTES = 40
const OBJECTS = 10_000

const REPORT = 'console.log(process.memoryUsage().rss / 2 ** 20)'
const BOOT = `
  import { boot, GFP_KERNEL } from 'kmalloc-course/kernel'
  const kernel = boot({ megabytes: 1024 })`
const WORK = `
  for (let i = 0; i < ${OBJECTS}; i++) kernel.kmalloc(i % 1000, GFP_KERNEL)`

const programs = [
  ['node alone', ''],
  ['and a machine of 1024 MB', BOOT],
  [`and ${OBJECTS} objects in it`, BOOT + WORK],
] as const

function megabytes(program: string): number {
  return median(
    Array.from({ length: TIMES }, () => {
      const args = ['--input-type=module', '--eval', `${program}\n${REPORT}`]
      return Number(spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' }).stdout)
    }),
  )
}

export function machine(): Table {
  const sizes = programs.map(([, program]) => megabytes(program))
  const alone = sizes[0] ?? Number.NaN
  return {
    title: 'Resident memory of a machine of 1 GB',
    head: ['', 'MB', 'above node', 'limit'],
    rows: programs.map(([name], i) => {
      const size = sizes[i] ?? Number.NaN
      const above = i === 0 ? ['', ''] : [(size - alone).toFixed(1), String(LIMIT_MEGABYTES)]
      return [name, size.toFixed(1), ...above]
    }),
    notes: [],
  }
}
