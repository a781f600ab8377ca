/** How long the commands take to start, in units of an empty `node -e 0` measured in the same run. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { median, type Table } from './table.ts'

const exercise = {
  name: 'objects-per-slab',
  path: '01-cache-types/objects-per-slab.ts',
  solution: 'exercises/01-cache-types/02-objects-per-slab/solution.ts',
}

/** `script` gives a program a terminal; what draws the first screen is ended by the key that leaves. */
const onTerminal = (command: string, keys: string) => [
  'sh',
  '-c',
  `printf '${keys}' | script -qec '${command}' /dev/null`,
]

const commands: readonly (readonly [string, readonly string[], number | null])[] = [
  ['node -e 0', ['node', '-e', '0'], null],
  ['list', ['node', 'src/bin.cjs', 'list'], 1.4],
  ['--help', ['node', 'src/bin.cjs', '--help'], 1.4],
  ['a lesson page', ['node', 'src/bin.cjs', 'learn', '00', '--section', '1'], 2],
  ['the first guided screen', onTerminal('node src/bin.cjs', 'q'), 2],
  ['check of one exercise', ['node', 'src/bin.cjs', 'check', exercise.name], 2.8],
]

const rounds = 15

/** The commands take turns, so that a busy moment of the machine slows all of them alike. */
export function startup(): Table {
  const times = measure()
  const medians = times.map(median)
  const [unit = Number.NaN] = medians
  return {
    title: `Starting, ${rounds} times each; U = an empty start of node in the same run`,
    head: ['', 'median ms', 'U', 'limit U'],
    rows: commands.map(([what, , limit], index) => {
      const time = medians[index] ?? Number.NaN
      return [what, time.toFixed(1), (time / unit).toFixed(2), limit === null ? '' : String(limit)]
    }),
    notes: ['The guided screen is started under script(1), which is part of its time.'],
  }
}

function measure(): number[][] {
  const workspace = mkdtempSync(join(tmpdir(), 'kmalloc-bench-'))
  try {
    const file = join(workspace, exercise.path)
    mkdirSync(dirname(file), { recursive: true })
    cpSync(exercise.solution, file)
    const times = commands.map((): number[] => [])
    for (let round = 0; round < rounds; round++) {
      for (const [index, [, command]] of commands.entries()) {
        times[index]?.push(timeOf(command, workspace))
      }
    }
    return times
  } finally {
    rmSync(workspace, { recursive: true, force: true })
  }
}

function timeOf([program = '', ...args]: readonly string[], workspace: string): number {
  const env = { ...process.env, KMALLOC_WORKSPACE: workspace, LANG: 'C.UTF-8' }
  const start = performance.now()
  const { error, status } = spawnSync(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const time = performance.now() - start
  if (error) throw error
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}`)
  return time
}
