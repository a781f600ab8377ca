/** The simulator against what the real kernel did: every field of every record of the reference files. */
import { afterAll, describe, expect, test } from 'vitest'
import { ownFiles, vectorFiles } from './files.ts'
import { compareFile, report, type FileResult } from './report.ts'

const directory = process.env['VECTORS_DIR'] ?? ownFiles
const files = vectorFiles(directory)
const results: FileResult[] = []

describe(`reference files`, () => {
  for (const file of files) {
    if (file.reader === null) continue
    test(`${file.path}: every field as in the kernel`, { timeout: 60_000 }, () => {
      const result = compareFile(file)
      results.push(result)
      expect(result.problems).toEqual([])
    })
  }

  test('something was compared', () => {
    expect(results.reduce((sum, result) => sum + result.compared, 0)).toBeGreaterThan(0)
  })
})

afterAll(() => {
  if (process.env['VECTORS_REPORT'] !== undefined) console.log(report(results, files))
})
