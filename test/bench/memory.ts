/** What the guided course takes of the computer's memory while it only waits: itself, its grader, all their threads. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root } from '../exercises/exercises.ts'
import type { Table } from './table.ts'

const EXERCISE = 'objects-per-slab'
/** By then the editor's question is answered, the grader's child has rehearsed, and nothing is left to do. */
const MILLISECONDS_TO_REST = 4000
const LIMIT_MEGABYTES = 150

interface Part {
  readonly pid: number
  readonly command: string
  readonly megabytes: number
}

/** All processes that were started for a workspace: they hand its variable on. */
function partsOf(workspace: string): Part[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    try {
      const read = (name: string) => readFileSync(`/proc/${pid}/${name}`, 'utf8')
      if (!read('environ').includes(`KMALLOC_WORKSPACE=${workspace}`)) return []
      const command = read('cmdline').replaceAll('\0', ' ').trim()
      // Proportional: what two of them share counts once.
      const kilobytes = Number(/^Pss:\s+(\d+)/m.exec(read('smaps_rollup'))?.[1] ?? 0)
      return [{ pid: Number(pid), command, megabytes: kilobytes / 1024 }]
    } catch {
      // It has ended meanwhile, or is somebody else's.
      return []
    }
  })
}

function nameOf(command: string): string {
  if (command.includes('child.cjs')) return 'the grader’s child, warm'
  if (command.includes('esbuild')) return 'the compiler'
  return command.includes('bin.cjs') ? 'the course' : command
}

export async function memory(): Promise<Table> {
  const workspace = await mkdtemp(join(tmpdir(), 'kmalloc-bench-'))
  const command = `node src/bin.cjs watch ${EXERCISE} --editor true`
  const course = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: root,
    env: { ...process.env, KMALLOC_WORKSPACE: workspace, LANG: 'C.UTF-8' },
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  await wait(MILLISECONDS_TO_REST)
  const parts = partsOf(workspace).filter(({ command }) => !/^(script|sh) /.test(command))
  const closed = once(course, 'close')
  for (const { pid, command } of parts)
    if (command.includes('bin.cjs')) process.kill(pid, 'SIGTERM')
  await closed
  await rm(workspace, { recursive: true })
  const sum = parts.reduce((total, { megabytes }) => total + megabytes, 0)
  return {
    title: 'Memory of the course at rest, an exercise open and its grader warm',
    head: ['', 'PSS, MB', 'limit MB'],
    rows: [
      ...parts.map(({ command, megabytes }) => [nameOf(command), megabytes.toFixed(1), '']),
      ['all', sum.toFixed(1), String(LIMIT_MEGABYTES)],
    ],
    notes: ['', 'PSS counts memory that several processes share once. Build first: npm run build'],
  }
}
