/** Counts what was compared and prints it as a table. */
import { compare, type Comparison } from './compare.ts'
import { EXEMPTIONS } from './exempt.ts'
import type { VectorFile } from './files.ts'

export interface FileResult {
  readonly path: string
  readonly format: string
  records: number
  compared: number
  readonly exempt: Map<string, number>
  /** Records left out, by the reason. */
  readonly skipped: Map<string, number>
  /** Fields left out, by the reason. */
  readonly notCompared: Map<string, number>
  readonly problems: string[]
}

/** How many differences of one file are told. */
const MOST_PROBLEMS = 10

/** Compares every record of a file with what the simulator answers. */
export function compareFile(file: VectorFile): FileResult {
  const { reader, document, path } = file
  const result: FileResult = {
    path,
    format: reader?.format ?? 'unknown',
    records: 0,
    compared: 0,
    exempt: new Map(),
    skipped: new Map(),
    notCompared: new Map(),
    problems: [],
  }
  if (reader === null || document === null) return result
  for (const key of Object.keys(document)) {
    if (key !== 'about' && !reader.lists.includes(key)) {
      add(result.skipped, reader.leftOut?.[key] ?? `no reader for list ${key}`, 1)
    }
  }
  for (const record of reader.records(document)) {
    if (record.notSimulated !== null) {
      add(result.skipped, record.notSimulated, 1)
      continue
    }
    result.records++
    addComparison(result, record.name, compare(record.expected, record.run(), record.exemption))
  }
  return result
}

function addComparison(result: FileResult, record: string, comparison: Comparison): void {
  result.compared += comparison.compared
  for (const [name, count] of comparison.exempt) add(result.exempt, name, count)
  for (const [reason, count] of comparison.notCompared) add(result.notCompared, reason, count)
  for (const { path, expected, actual } of comparison.differences) {
    if (result.problems.length >= MOST_PROBLEMS) return
    const where = path.length === 0 ? '' : ` at ${path.join('.')}`
    result.problems.push(`${record}${where}: the kernel has ${expected}, the simulator ${actual}`)
  }
}

function add(counts: Map<string, number>, name: string, count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count)
}

/** The table of all files: what was compared, what is exempt and why, what was left out and why. */
export function report(results: readonly FileResult[], files: readonly VectorFile[]): string {
  const lines = ['', row('file', 'records', 'fields', 'exempt')]
  let fields = 0
  for (const result of results) {
    fields += result.compared
    const exempt = [...result.exempt.values()].reduce((sum, count) => sum + count, 0)
    lines.push(row(result.path, result.records, result.compared, exempt))
  }
  lines.push(
    row(
      'all',
      sum(results, (result) => result.records),
      fields,
      '',
    ),
    '',
  )
  lines.push('Exempt:')
  for (const [name, reason] of Object.entries(EXEMPTIONS)) {
    const count = sum(results, (result) => result.exempt.get(name) ?? 0)
    lines.push(`  ${name} (${count} fields): ${reason}`)
  }
  const left = leftOut(results, files)
  if (left.length > 0) lines.push('', 'Not compared:', ...left)
  return lines.join('\n')
}

function leftOut(results: readonly FileResult[], files: readonly VectorFile[]): string[] {
  const whole = files.flatMap(({ path, problem }) =>
    problem === null ? [] : [`  ${path}: ${problem}`],
  )
  const parts = results.flatMap(({ path, skipped }) =>
    [...skipped].map(([reason, count]) => `  ${path}: ${count} of its records or lists: ${reason}`),
  )
  return [...whole, ...parts]
}

function sum(results: readonly FileResult[], count: (result: FileResult) => number): number {
  return results.reduce((total, result) => total + count(result), 0)
}

function row(...cells: readonly (string | number)[]): string {
  const [name, ...numbers] = cells
  return String(name).padEnd(44) + numbers.map((cell) => String(cell).padStart(10)).join('')
}
