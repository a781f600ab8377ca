/** The comparison itself: one wrong field anywhere must be seen. */
import { describe, expect, test } from 'vitest'
import { createRandom, type Random } from '#lib/prng.ts'
import { compare, Input, type Actual, type Json, type Path } from './compare.ts'
import { NotCompared, REASONS } from './not_compared.ts'
import { ownFiles, readers, vectorFiles, type VectorFile } from './files.ts'
import type { VectorRecord } from './reader.ts'

/** Records of each kind in a file, and fields of each part of a record, that are spoiled one at a time. */
const RECORDS = 2
const FIELDS = 20

/** The paths of all fields: numbers, texts, nulls, and lists without elements. */
function fieldsOf(value: Json, path: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [path]
  const entries: [string | number, Json][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value)
  if (entries.length === 0) return [path]
  return entries.flatMap(([key, item]) => fieldsOf(item, [...path, key]))
}

/** A copy with something else at one place. */
function spoil(value: Json, path: Path, change: (old: Json) => Json): Json {
  const [key, ...rest] = path
  if (key === undefined) return change(value)
  if (Array.isArray(value)) {
    return value.map((item, i) => (i === key ? spoil(item, rest, change) : item))
  }
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([name, item]) => [
      name,
      name === key ? spoil(item, rest, change) : item,
    ]),
  )
}

function wrong(old: Json): Json {
  if (typeof old === 'number') return old + 1
  if (typeof old === 'string') return `${old}x`
  return old === null ? 0 : [0]
}

function at(actual: Actual | undefined, path: Path): Actual | undefined {
  if (actual instanceof Input || actual instanceof NotCompared || path.length === 0) return actual
  const [key, ...rest] = path
  if (typeof actual !== 'object' || actual === null || key === undefined) return undefined
  return at(Array.isArray(actual) ? actual[Number(key)] : Reflect.get(actual, key), rest)
}

/** Fields that count: neither taken from the record nor exempt. */
function counted(record: VectorRecord, actual: Actual): Path[] {
  return fieldsOf(record.expected).filter((path) => {
    const found = at(actual, path)
    const given = found instanceof Input || found instanceof NotCompared
    return !given && record.exemption(path) === null
  })
}

/** How many differences there are when one field is wrong. Only what stands beside it is looked at again. */
function differencesIfSpoiled(record: VectorRecord, actual: Actual, path: Path): number {
  const place = path.slice(0, 1)
  const spoiled = spoil(valueAt(record.expected, place), path.slice(1), wrong)
  const exemption = (rest: Path) => record.exemption([...place, ...rest])
  return compare(spoiled, at(actual, place) ?? null, exemption).differences.length
}

function valueAt(value: Json, [key]: Path): Json {
  if (key === undefined) return value
  return new Map<string | number, Json>(
    Array.isArray(value) ? [...value.entries()] : Object.entries(value ?? {}),
  ).get(key)!
}

/** The part of a record that a field is in: a key, or, in a list of rows, rows of the same kind. */
function partOf(expected: Json, [first]: Path): string {
  if (typeof first === 'string') return first
  const row = Array.isArray(expected) && first !== undefined ? expected[first] : null
  if (Array.isArray(row)) return typeof row[0] === 'string' ? row[0] : 'row'
  return Object.keys(row ?? {}).join()
}

/** Some fields of every part of a record, in another order each time the seed changes. */
function sample(expected: Json, paths: readonly Path[], random: Random): Path[] {
  const taken = new Map<string, number>()
  return random.shuffle(paths).filter((path) => {
    const part = partOf(expected, path)
    const before = taken.get(part) ?? 0
    taken.set(part, before + 1)
    return before < FIELDS
  })
}

/** Some of the records of each kind that are compared. */
function sampleRecords({ reader, document }: VectorFile, random: Random): VectorRecord[] {
  const records = reader?.records(document ?? {}) ?? []
  const taken = new Map<string | undefined, number>()
  return random
    .shuffle(records.filter(({ notSimulated }) => notSimulated === null))
    .filter(({ group }) => {
      const before = taken.get(group) ?? 0
      taken.set(group, before + 1)
      return before < RECORDS
    })
}

describe('a wrong field is seen', () => {
  const files = vectorFiles(ownFiles)

  test.each(files.map((file) => [file.path, file] as const))(
    'in %s',
    { timeout: 60_000 },
    (_path, file) => {
      const random = createRandom(2611)
      for (const record of sampleRecords(file, random)) {
        const actual = record.run()
        expect(compare(record.expected, actual, record.exemption).differences).toEqual([])
        const paths = counted(record, actual)
        expect(paths, `fields of ${record.name}`).not.toEqual([])
        for (const path of sample(record.expected, paths, random)) {
          const differences = differencesIfSpoiled(record, actual, path)
          expect(differences, `${record.name} at ${path.join('.')}`).toBe(1)
        }
      }
    },
  )

  test('every format has a file here', () => {
    const formats = new Set(files.map((file) => file.reader?.format))
    expect(readers.map((reader) => reader.format).filter((name) => !formats.has(name))).toEqual([])
  })
})

describe('comparing', () => {
  const none = () => null

  test('a missing field, a field too many, a list too short and one too long are differences', () => {
    expect(compare({ a: 1 }, { a: 1, b: 2 }, none).differences).toHaveLength(1)
    expect(compare({ a: 1, b: 2 }, { a: 1 }, none).differences).toHaveLength(1)
    expect(compare([1, 2], [1], none).differences).toHaveLength(1)
    expect(compare([1], [1, 2], none).differences).toHaveLength(1)
    expect(compare([], [[]], none).differences).toHaveLength(1)
    expect(compare({ a: null }, {}, none).differences).toHaveLength(1)
  })

  test('every field is counted once, an empty list too', () => {
    expect(compare({ a: 1, b: [2, 3], c: [] }, { a: 1, b: [2, 3], c: [] }, none).compared).toBe(4)
  })

  test('what cannot be compared is counted under its reason, field by field', () => {
    const actual = { a: 1, b: new NotCompared([2, 3], 'users') }
    const result = compare({ a: 1, b: [4, { c: 5, d: 6 }] }, actual, none)
    expect(result.compared).toBe(1)
    expect([...result.notCompared]).toEqual([[REASONS.users, 3]])
    expect(result.differences).toEqual([])
  })

  test('what was given and what is exempt is not counted', () => {
    const exemption = (path: Path) => (path[0] === 'b' ? 'b' : null)
    const result = compare({ a: 1, b: 2, c: 3 }, { a: new Input(1), b: 9, c: 3 }, exemption)
    expect(result.compared).toBe(1)
    expect(result.exempt.get('b')).toBe(1)
    expect(result.differences).toEqual([])
  })
})
