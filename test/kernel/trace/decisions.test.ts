/** Every decision that is told can be made again from its own numbers, in any program. */
import { expect, test } from 'vitest'
import { boot, kernelEvents } from '#kernel/index.ts'
import { run } from '../programs/carry_out.ts'
import { programOf } from '../programs/program.ts'
import { DecisionCheck, facts, rules } from './decisions/decisions.ts'

const PROGRAMS = 24

test('every event is a decision that has a rule, or a fact', () => {
  const known = [...Object.keys(rules), ...facts]
  expect(Object.keys(kernelEvents).filter((name) => !known.includes(name))).toEqual([])
  expect(known.filter((name) => !Object.hasOwn(kernelEvents, name))).toEqual([])
  expect(facts.filter((name) => Object.hasOwn(rules, name))).toEqual([])
})

test('every decision agrees with the numbers it is told with', () => {
  const check = new DecisionCheck()
  for (let seed = 1; seed <= PROGRAMS; seed++) run(programOf(seed), 1000, check)
  // The soak sees to it that each is heard; here it is enough that most are.
  const heard = Object.keys(rules).filter((name) => check.heard.has(name))
  expect(heard.length).toBeGreaterThan(Object.keys(rules).length / 2)
})

test('a decision that does not follow from its numbers is found out', () => {
  const kernel = boot({ megabytes: 16 })
  new DecisionCheck().watch(kernel)
  const { trace } = kernel.machine
  const tell = () => trace?.call('kfree', 0, [0], () => trace.event('array-full', 3, 4))
  expect(tell).toThrow('array-full in kfree: {"avail":3,"limit":4}')
})
