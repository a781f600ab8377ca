/** Random programs: the same operations for both generators, one fast and seeded, one that fast-check can shrink. */
import * as fc from 'fast-check'
import { createRandom, type Random } from '#lib/prng.ts'
import { arbitraryOf, draw, weighted } from './domains.ts'
import { machineNames, type MachineName } from './machines.ts'
import {
  allNames,
  correctNames,
  domainsOf,
  operation,
  operations,
  type Operation,
  type OperationName,
} from './operations.ts'

export interface Program {
  readonly machine: MachineName
  readonly operations: readonly Operation[]
}

/** Correct operations of a program: at least so many, at most as many more. */
const LEAST = 200
const MORE = 60
/** Operations at the end, wrong ones among them. */
const LAST = 6

/** The program of a seed. */
export function programOf(seed: number): Program {
  const random = createRandom(seed)
  const machine = random.pick(machineNames)
  const body = several(correctNames, LEAST + random.integer(0, MORE), random)
  return { machine, operations: [...body, ...several(allNames, LAST, random)] }
}

function several(names: readonly OperationName[], count: number, random: Random): Operation[] {
  const choices = names.map((name) => [operations[name].weight, name] as const)
  return Array.from({ length: count }, () => {
    const name = weighted(choices, random)
    const values = domainsOf(name).map(([value, domain]) => [value, draw(domain, random)] as const)
    return operation(name, Object.fromEntries(values))
  })
}

/** The same programs for fast-check. An operation shrinks to nothing, which is left out when the program is made. */
export const programs: fc.Arbitrary<Program> = fc
  .record({
    machine: fc.constantFrom(...machineNames),
    body: fc.array(slotOf(correctNames), {
      minLength: LEAST,
      maxLength: LEAST + MORE,
      size: 'max',
    }),
    end: fc.array(slotOf(allNames), { maxLength: LAST }),
  })
  .map(({ machine, body, end }) => ({
    machine,
    operations: [...body, ...end].filter((slot) => slot !== null),
  }))

function slotOf(names: readonly OperationName[]): fc.Arbitrary<Operation | null> {
  const choices = names.map((name) => ({
    weight: operations[name].weight,
    arbitrary: fc
      .record(
        Object.fromEntries(domainsOf(name).map(([value, domain]) => [value, arbitraryOf(domain)])),
      )
      .map((values) => operation(name, values)),
  }))
  return fc.option(fc.oneof(...choices), { freq: 1000 })
}

/** A program as text: what it runs on, then one operation a line. */
export function print({ machine, operations: steps }: Program): string {
  const lines = steps.map(({ do: name, values }) => `${name} ${JSON.stringify(values)}`)
  return [`on ${machine}:`, ...lines].join('\n')
}
