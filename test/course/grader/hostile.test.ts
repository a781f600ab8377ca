/** Code that wants a pass without an answer gets none; code that only looks unusual gets what it deserves. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hostile, hostileToTheMachine } from './hostile.ts'
import { double, openJudging, type Judging } from './judging.ts'

const right = `
export function double(number: number): number {
  return 2 * number
}
`

let judging: Judging
beforeAll(async () => {
  judging = await openJudging()
})
afterAll(() => judging.close())

describe('no pass for a file that', () => {
  test.for(Object.entries(hostile))('%s', async ([, text]) => {
    const verdict = await judging.gradeText(text)
    expect(verdict.outcome).not.toBe('pass')
    expect(verdict.checks.filter(({ state }) => state === 'pass')).toEqual([])
    expect(verdict.trouble?.kind).not.toBe('crash')
  })
})

describe('the machine cannot be changed from outside: no pass for a file that', () => {
  const opened = { kernel: [...double.kernel, 'Kernel'] }
  test.for(Object.entries(hostileToTheMachine))('%s', async ([, change]) => {
    const text = `// @ts-nocheck
import { boot, GFP_KERNEL, Kernel } from 'kmalloc-course/kernel'
const kernel = boot()
let changed = typeof Kernel === 'function'
try {
  ${change}
} catch {
  changed = false
}
export const double = (number) => (changed ? 2 * number : kernel.kmalloc(0, GFP_KERNEL) && 0)
`
    const file = join(judging.workspace, 'machine.ts')
    writeFileSync(file, text)
    const verdict = await judging.grader.grade({ ...double, ...opened }, file)
    expect(verdict).toMatchObject({ outcome: 'fail', trouble: null })
  })
})

describe('what leads out of the process is told at its line:', () => {
  const doors: readonly (readonly [string, string, RegExp])[] = [
    ['a module', `process.getBuiltinModule('fs')`, /'process\.getBuiltinModule'/],
    ['a binding', `process.binding('fs')`, /'process\.binding'/],
    ['code made of a text', `new Function('return 1')`, /'Function'/],
    ['handles', `process._getActiveHandles()`, /'process\._getActiveHandles'/],
    ['listeners of the course', `process.emit('beforeExit')`, /'process\.emit'/],
  ]
  test.for(doors)('%s', async ([, door, says]) => {
    const { outcome, trouble } = await judging.gradeText(`\n${door}\n${right}`)
    expect(outcome).toBe('stopped')
    expect(trouble).toMatchObject({ kind: 'forbidden-import', position: { line: 2 } })
    expect(trouble?.message).toMatch(says)
  })
})

test('a file that would change the language fails at the line where it tries', async () => {
  const { outcome, trouble } = await judging.gradeText(`\nArray.prototype.push = () => 0\n${right}`)
  expect(outcome).toBe('stopped')
  expect(trouble).toMatchObject({ kind: 'threw', position: { line: 2 } })
  expect(trouble?.message).toMatch(/Cannot assign to read only property 'push'/)
})

describe('honest code is left in peace, though it', () => {
  const honest: readonly (readonly [string, string])[] = [
    [
      'has errors of its own, named in the constructor',
      `class Oops extends Error { constructor(text: string) { super(text); this.name = 'Oops'; this.message = text } }
try { throw new Oops('a') } catch (error) { if (!(error instanceof Oops) || error.name !== 'Oops' || String(error) !== 'Oops: a') throw error }`,
    ],
    [
      'has errors with fields',
      `class Oops extends TypeError { override name = 'Oops' }
if (\`\${new Oops('a')}\` !== 'Oops: a') throw new Error('name')`,
    ],
    [
      'gives its objects a toString and a valueOf by assignment',
      `const one: Record<string, unknown> = {}
one.toString = () => 'one'
one.valueOf = () => 1
one.hasOwnProperty = () => true
if (\`\${one}\` !== 'one' || Object.keys(one).length !== 3) throw new Error('toString')`,
    ],
    [
      'has classes with iterators, getters and statics',
      `class Ring { *[Symbol.iterator]() { yield 1; yield 2 } get size() { return 2 } static of() { return new Ring() } toString() { return 'ring' } }
if ([...Ring.of()].length !== 2 || Ring.of().size !== 2) throw new Error('ring')`,
    ],
    [
      'extends Map and Array',
      `class Counter extends Map<string, number> { count(key: string) { this.set(key, (this.get(key) ?? 0) + 1); return this } }
class Stack extends Array<number> { top() { return this.at(-1) } }
if (new Counter().count('a').get('a') !== 1 || Stack.from([1, 2]).top() !== 2) throw new Error('extends')`,
    ],
    [
      'uses functions as classes',
      `// @ts-nocheck
function Old(name) { this.name = name }
Old.prototype.hello = function () { return this.name }
Old.prototype.toString = function () { return this.hello() }
if (\`\${new Old('a')}\` !== 'a') throw new Error('old')`,
    ],
    [
      'has a global of its own',
      `Object.assign(globalThis, { mine: 1 })\nif (Reflect.get(globalThis, 'mine') !== 1) throw new Error('mine')`,
    ],
    ['puts something in front of console.log', `console.log = () => {}\nconsole.log('quiet')`],
    [
      'uses what a program uses',
      `const bytes = new Uint32Array(4).fill(1).map((value) => value << 2)
const text = JSON.stringify({ bytes: [...bytes], at: performance.now() >= 0, on: process.platform })
new Map([[text, structuredClone([1])]]).forEach((value) => value.push(2))
new TextDecoder().decode(new TextEncoder().encode(text))
Buffer.from(text).toString('hex')
await new Promise((resolve) => setTimeout(resolve, 1))
process.nextTick(() => {})
process.on('exit', () => {})
Error.stackTraceLimit = 50
if (process.hrtime.bigint() <= 0n || !(function () {} instanceof Function)) throw new Error('process')`,
    ],
  ]
  test.for(honest)('%s', async ([, text]) => {
    const verdict = await judging.gradeText(`${text}\n${right}`)
    expect(verdict.trouble).toBe(null)
    expect(verdict.outcome).toBe('pass')
  })
})
