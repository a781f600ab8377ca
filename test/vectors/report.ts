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
  /** Whole records left out, by the reason. */
  readonly skipped: Map<string, number>
  /** Names of whole lists left out, by the reason. */
  readonly lists: Map<string, string[]>
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
    lists: new Map(),
    notCompared: new Map(),
    problems: [],
  }
  if (reader === null || document === null) return result
  for (const key of Object.keys(document)) {
    if (key === 'about' || reader.lists.includes(key)) continue
    const reason = reader.leftOut?.[key] ?? 'there is no reader for this list'
    result.lists.set(reason, [...(result.lists.get(reason) ?? []), key])
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
  const lines = ['', row('file', 'records', 'fields', 'exempt', 'left out')]
  for (const result of results) {
    const exempt = total(result.exempt)
    const left = total(result.notCompared)
    lines.push(row(result.path, result.records, result.compared, exempt, left))
  }
  const records = sum(results, (result) => result.records)
  const fields = sum(results, (result) => result.compared)
  lines.push(row('all', records, fields, '', ''), '', 'Exempt:')
  for (const [name, reason] of Object.entries(EXEMPTIONS)) {
    const count = sum(results, (result) => result.exempt.get(name) ?? 0)
    lines.push(`  ${name} (${count} fields): ${reason}`)
  }
  const left = leftOut(results, files)
  if (left.length > 0) lines.push('', 'Not compared:', ...left)
  return lines.join('\n')
}

/** Files, records, lists and single fields, each with the reason. */
function leftOut(results: readonly FileResult[], files: readonly VectorFile[]): string[] {
  const whole = files.flatMap(({ path, problem }) =>
    problem === null ? [] : [`  ${path}: ${problem}`],
  )
  const records = results.flatMap(({ path, skipped }) =>
    [...skipped].map(([reason, count]) => `  ${path}: ${count} records: ${reason}`),
  )
  return [...whole, ...records, ...leftOutLists(results), ...leftOutFields(results)]
}

/** Most files leave out the same lists, so they are told together. */
function leftOutLists(results: readonly FileResult[]): string[] {
  const byReason = new Map<string, Set<string>>()
  for (const [reason, names] of results.flatMap(({ lists }) => [...lists])) {
    byReason.set(reason, new Set([...(byReason.get(reason) ?? []), ...names]))
  }
  return [...byReason].map(([reason, names]) => `  ${[...names].join(', ')}: ${reason}`)
}

function leftOutFields(results: readonly FileResult[]): string[] {
  const byReason = new Map<string, number>()
  for (const [reason, count] of results.flatMap(({ notCompared }) => [...notCompared])) {
    add(byReason, reason, count)
  }
  return [...byReason].map(([reason, count]) => `  ${count} fields: ${reason}`)
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}

function sum(results: readonly FileResult[], count: (result: FileResult) => number): number {
  return results.reduce((total, result) => total + count(result), 0)
}

function row(...cells: readonly (string | number)[]): string {
  const [name, ...numbers] = cells
  return String(name).padEnd(44) + numbers.map((cell) => String(cell).padStart(10)).join('')
}
