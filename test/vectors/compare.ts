/**
 * Compares two JSON documents field by field: every number, text and null of the expected one is a field, and so is
 * every field that only one side has. What the reader took from the record as input is not counted.
 */

import { NotCompared } from './not_compared.ts'

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json }

/** A value that was taken from the record to make the call, so comparing it would prove nothing. */
export class Input {
  readonly value: Json
  constructor(value: Json) {
    this.value = value
  }
}

export type Actual =
  | null
  | boolean
  | number
  | string
  | Input
  | NotCompared
  | readonly Actual[]
  | { readonly [key: string]: Actual }

export type Path = readonly (string | number)[]

interface Difference {
  readonly path: Path
  readonly expected: string
  readonly actual: string
}

export interface Comparison {
  /** Fields looked at, right or wrong. */
  compared: number
  /** Fields left out, by the name of the exemption. */
  readonly exempt: Map<string, number>
  /** Fields that cannot be compared, by the reason. */
  readonly notCompared: Map<string, number>
  readonly differences: Difference[]
}

/** The name of the exemption that a field falls under, or null: it counts. */
export type Exemption = (path: Path) => string | null

/** Compares everything. An array or object that stands where a field should, or the other way round, is one difference. */
export function compare(expected: Json, actual: Actual, exemption: Exemption): Comparison {
  const result: Comparison = {
    compared: 0,
    exempt: new Map(),
    notCompared: new Map(),
    differences: [],
  }
  walk(expected, actual, [], exemption, result)
  return result
}

/** Compares two values at a place. The path is the same list all the way down: it grows and shrinks with the place. */
function walk(
  expected: Json | undefined,
  actual: Actual | undefined,
  path: (string | number)[],
  exemption: Exemption,
  result: Comparison,
): void {
  if (actual instanceof Input) return
  if (actual instanceof NotCompared) {
    if (expected !== undefined) add(result.notCompared, actual.reason, fieldsIn(expected))
    return
  }
  const name = exemption(path)
  if (name !== null) return add(result.exempt, name, 1)
  const inside = (key: string | number, left: Json | undefined, right: Actual | undefined) => {
    path.push(key)
    walk(left, right, path, exemption, result)
    path.pop()
  }
  if (isArray(expected) && isArray(actual)) {
    const length = Math.max(expected.length, actual.length)
    if (length === 0) result.compared++
    for (let i = 0; i < length; i++) inside(i, expected[i], actual[i])
  } else if (isObject(expected) && isObject(actual)) {
    const left = new Map(Object.entries(expected))
    const right = new Map(Object.entries(actual))
    for (const key of new Set([...left.keys(), ...right.keys()])) {
      inside(key, left.get(key), right.get(key))
    }
  } else {
    result.compared++
    if (expected === undefined || expected !== actual) {
      result.differences.push({ path: [...path], expected: show(expected), actual: show(actual) })
    }
  }
}

function add(counts: Map<string, number>, name: string, count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count)
}

/** Numbers, texts and nulls in a value; a list without elements is one too. */
function fieldsIn(value: Json): number {
  if (value === null || typeof value !== 'object') return 1
  const parts: readonly Json[] = Object.values(value)
  return Math.max(
    1,
    parts.reduce<number>((sum, part) => sum + fieldsIn(part), 0),
  )
}

function isArray<T>(value: T | readonly T[] | undefined): value is readonly T[] {
  return Array.isArray(value)
}

function isObject<T>(value: T | undefined): value is T & { readonly [key: string]: T } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function show(value: Json | Actual | undefined): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
