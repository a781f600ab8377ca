/**
 * The one file that knows vitest's runner: the real `@vitest/runner` and `@vitest/expect`, set up as vitest does it.
 * A check finds here what it imports from `vitest`.
 */
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  chai,
  customMatchers,
  getState,
  setState,
  type ExpectStatic,
  type MatcherState,
  type MatchersObject,
} from '@vitest/expect'
import { hiddenGlobals } from './hidden-globals.ts'
import { restoreTimers } from './quiet-timers.ts'
import * as vitestRunner from '@vitest/runner'
import { getCurrentTest, getFn, startTests, type VitestRunner } from '@vitest/runner'

export interface CheckListener {
  collected(names: readonly string[]): void
  started(check: number): void
  /** `thrown` is what the check threw, as it was thrown; null if it threw nothing. */
  finished(
    check: number,
    state: 'pass' | 'fail' | 'skipped',
    thrown: { readonly value: unknown } | null,
  ): void
}

type Task = Parameters<NonNullable<VitestRunner['onAfterRunTask']>>[0]
type Suite = Parameters<NonNullable<VitestRunner['onCollected']>>[0][number]['tasks'][number]

export const vitest = makeVitest()
restoreTimers()

function makeExpect(): ExpectStatic {
  chai.use(JestExtend)
  chai.use(JestChaiExpect)
  chai.use(JestAsymmetricMatchers)
  const begin = (value: unknown, message?: string): Chai.Assertion => {
    // Not by `setState`, which takes longer than most comparisons.
    expect.getState().assertionCalls++
    const assertion = chai.expect(value, message)
    // Lets `resolves` and `soft` report to the check they are in.
    chai.util.flag(assertion, 'vitest-test', getCurrentTest())
    return assertion
  }
  const soft = (value: unknown, message?: string) => {
    const assertion = begin(value, message)
    chai.util.flag(assertion, 'soft', true)
    return assertion
  }
  // `JestExtend` adds this one without telling the types.
  const extend: (expect: object, matchers: MatchersObject) => void = Reflect.get(
    chai.expect,
    'extend',
  )
  // The same pieces, put together in the same way, as in vitest itself; its types cannot follow that.
  const expect = Object.assign(begin, chai.expect, globalOf(ASYMMETRIC_MATCHERS_OBJECT), {
    getState: (): MatcherState => getState(expect),
    setState: (state: Partial<MatcherState>) => setState(state, expect),
    extend: (matchers: MatchersObject) => extend.call(chai.expect, expect, matchers),
    soft,
    unreachable: (what = 'this line') => chai.assert.fail(`expected ${what} not to be reached`),
    assert: chai.assert,
  }) as unknown as ExpectStatic
  Object.defineProperty(hiddenGlobals, GLOBAL_EXPECT, { value: expect, configurable: true })
  expect.setState({
    assertionCalls: 0,
    isExpectingAssertions: false,
    expectedAssertionsNumber: null,
    testPath: 'check.test.ts',
  })
  expect.extend(customMatchers)
  return expect
}

function makeVitest() {
  const { describe, it, test, suite, beforeEach, afterEach, beforeAll, afterAll } = vitestRunner
  const expect = makeExpect()
  return {
    describe,
    it,
    test,
    suite,
    beforeEach,
    afterEach,
    beforeAll,
    afterAll,
    expect,
    assert: chai.assert,
  }
}

function globalOf(name: symbol): object {
  return Object(Reflect.get(hiddenGlobals, name))
}

/** The leaves of the tree in order, `describe` names in front. */
function leavesOf(task: Suite, path: readonly string[] = []): { task: Task; name: string }[] {
  const names = [...path, task.name]
  if (task.type === 'test') return [{ task, name: names.join(': ') }]
  return task.tasks.flatMap((child) => leavesOf(child, names))
}

/** A `describe` around all the checks says nothing that the exercise's title does not. */
function checksIn(tasks: readonly Suite[]): { task: Task; name: string }[] {
  const [only, ...others] = tasks
  if (only?.type === 'suite' && others.length === 0) return checksIn(only.tasks)
  return tasks.flatMap((task) => leavesOf(task))
}

async function outcomeOf(body: () => unknown): Promise<{ readonly value: unknown } | null> {
  try {
    await body()
    return null
  } catch (error) {
    return { value: error }
  }
}

/** What vitest.config.ts would say. No time limits: the supervisor counts the CPU time of the whole. */
const config: VitestRunner['config'] = {
  root: '/',
  name: undefined,
  setupFiles: [],
  passWithNoTests: false,
  testNamePattern: undefined,
  allowOnly: true,
  sequence: { shuffle: false, concurrent: false, seed: 0, hooks: 'stack', setupFiles: 'list' },
  chaiConfig: undefined,
  maxConcurrency: 1,
  testTimeout: 0,
  hookTimeout: 0,
  retry: 0,
  includeTaskLocation: false,
  tags: [],
  tagsFilter: undefined,
  strictTags: false,
}

/** Runs the check that `load` evaluates. Throws what `load` throws. */
export async function runChecks(load: () => Promise<void>, listener: CheckListener): Promise<void> {
  const thrown = new Map<string, { value: unknown }>()
  const order = new Map<string, number>()
  let broken: { value: unknown } | null = null
  const runner: VitestRunner = {
    config,
    async importFile() {
      await load().catch((error: unknown) => {
        broken = { value: error }
        throw new Error('the check could not be loaded')
      })
    },
    onCollected(files) {
      const leaves = files.flatMap(({ tasks }) => checksIn(tasks))
      for (const [index, { task }] of leaves.entries()) order.set(task.id, index)
      if (!broken) listener.collected(leaves.map(({ name }) => name))
    },
    async runTask(test) {
      listener.started(order.get(test.id) ?? 0)
      const failure = await outcomeOf(getFn(test))
      if (!failure) return
      thrown.set(test.id, failure)
      // Told by us, in full; the runner only has to know that it failed.
      throw new Error('failed')
    },
    onAfterRunTask(test) {
      const state = test.result?.state
      const errors = test.result?.errors
      const first = errors?.[0] && { value: errors[0] }
      listener.finished(
        order.get(test.id) ?? 0,
        state === 'pass' || state === 'fail' ? state : 'skipped',
        thrown.get(test.id) ?? first ?? null,
      )
    },
    async onTaskUpdate() {},
  }
  await startTests([{ filepath: '/check.test.ts', testLocations: undefined }], runner)
  const reason: { value: unknown } | null = broken
  if (reason) throw (reason as { value: unknown }).value
}
