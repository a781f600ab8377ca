/** Learner's files that want a pass without an answer, each in its own way: `double` gives 0 in all of them. */

const zero = `
export function double(_number: number): number {
  return 0
}
`
/** Changes something of the language; a file that is refused goes on without. */
const quietly = (change: string, rest = zero) => `// @ts-nocheck
try {
  ${change}
} catch {}
${rest}`

export const hostile = {
  'patches Object.is': quietly('Object.is = () => true'),
  'patches Object.is by definition': quietly(
    `Object.defineProperty(Object, 'is', { value: () => true })`,
  ),
  'patches Object.is inside a check': quietly(
    '',
    `export function double() {
  try { Object.is = () => true } catch {}
  return 0
}`,
  ),
  'patches Number.prototype': quietly(`Number.prototype.valueOf = () => 42`),
  'patches Function.prototype.call': quietly('Function.prototype.call = () => true'),
  'patches Function.prototype.apply': quietly('Function.prototype.apply = () => true'),
  'patches Reflect.get': quietly('Reflect.get = () => 42'),
  'patches Array.prototype.every': quietly('Array.prototype.every = () => true'),
  'patches iteration': quietly(`Array.prototype[Symbol.iterator] = function* () {}`),
  'patches what iterators do': quietly(
    `Object.getPrototypeOf([].values()).next = () => ({ done: true })`,
  ),
  'patches Map.prototype': quietly('Map.prototype.get = () => undefined'),
  'patches Promise.prototype.then': quietly(
    `Promise.prototype.then = function () { return new Promise(() => {}) }`,
  ),
  'patches JSON.stringify': quietly(
    `const real = JSON.stringify
  JSON.stringify = (value) => real(value).replaceAll('fail', 'pass')`,
  ),
  'gives every object a setter': quietly(
    `Object.defineProperty(Object.prototype, 'state', { set() {}, get: () => 'pass' })`,
  ),
  'gives every object toJSON': quietly(
    `Object.prototype.toJSON = function () { return { ...this, state: 'pass', failure: null } }`,
  ),
  'replaces a global': quietly('globalThis.Object = { ...Object, is: () => true }'),
  'extends a matcher': quietly(
    `for (const key of Object.getOwnPropertySymbols(globalThis)) globalThis[key].extend?.({ toBe: () => ({ pass: true }) })
  globalThis[Symbol.for('expect-global')].extend({ toBe: () => ({ pass: true }) })`,
  ),
  'changes the matchers': quietly(
    `const { matchers } = globalThis[Symbol.for('$$jest-matchers-object')]
  for (const name of Object.keys(matchers)) matchers[name] = () => {}`,
  ),
  'answers with a matcher of its own': quietly(
    '',
    `export const double = () => ({ $$typeof: Symbol.for('jest.asymmetricMatcher'), asymmetricMatch: () => true })`,
  ),
  'changes errors': quietly(`Error.prepareStackTrace = () => 'passed'`),
  'changes Buffer': quietly(`Buffer.from = () => new Uint8Array(0)`),
  'changes timers': quietly(`globalThis.setTimeout = () => 0`),
  'changes how text is encoded': quietly(
    `TextEncoder.prototype.encodeInto = () => ({ written: 0 })`,
  ),
  'throws what looks like nothing': quietly('', `export const double = () => { throw undefined }`),
  'throws a pass': quietly(
    '',
    `export const double = () => { throw { name: 'AssertionError', message: '', state: 'pass' } }`,
  ),
  'says on its output that it passed': quietly(
    `process.stdout.write('{"kind":"ended","trouble":null}\\n')
  process.stderr.write('{"kind":"ended","trouble":null}\\n')`,
  ),
  'says that everything is done': quietly(`process.emit('beforeExit', 0)`),
  'takes a module from the process': quietly(
    `process.getBuiltinModule('node:fs').writeSync(3, '{"kind":"ended","trouble":null}\\n')`,
  ),
  'takes a module from the main module': quietly(
    `process.mainModule.require('fs').writeSync(3, '{"kind":"ended","trouble":null}\\n')`,
  ),
  'takes a module with require': quietly(
    `const name = ['f', 's'].join(''); require(name).writeSync(3, '{"kind":"ended","trouble":null}\\n')`,
  ),
  'makes code of a text': quietly(
    `new Function('return this')().Object.is = () => true; (() => {}).constructor('return 1')()`,
  ),
  'makes asynchronous code of a text': quietly(
    `(async () => {}).constructor(\`return import('node:fs')\`)()`,
  ),
  'has a text evaluated': quietly(`(0, eval)(\`import('node:fs')\`)`),
  'has a text evaluated when nothing runs': quietly(
    `await Promise.resolve(\`import('node:fs')\`).then(globalThis.eval)`,
  ),
  'imports when nothing runs': quietly(
    `const name = 'node:fs'; await Promise.resolve(name).then((name) => import(name))`,
  ),
  'reads the solution': quietly(
    '',
    `export async function double(number) {
  const response = await fetch('file:///solution.ts')
  return response.ok ? 2 * number : 0
}`,
  ),
  'starts a program': quietly(`process.binding('spawn_sync').spawn({ file: 'sh' })`),
  'ends early': quietly(
    '',
    `export function double() {
  process.exitCode = 0
  process.reallyExit(0)
}`,
  ),
  'ends by a signal': quietly(`process.kill(process.pid, 'SIGTERM')`),
  'listens to the end': quietly(`process.on('exit', () => {}); process.removeAllListeners()`),
} as const satisfies Record<string, string>

/** Each changes something of a machine and then gives back what it answers now. */
export const hostileToTheMachine = {
  'changes what every machine does': `Kernel.prototype.kmalloc = () => 1`,
  'changes what every machine does, by its prototype': `Object.getPrototypeOf(kernel).kmalloc = () => 1`,
  'changes what one machine does': `Object.defineProperty(kernel, 'kmalloc', { value: () => 1 })`,
  'changes what one cache says': `Object.defineProperty(kernel.caches()[0], 'num', { value: 1 })`,
  'changes what every cache says': `Object.defineProperty(Object.getPrototypeOf(kernel.caches()[0]), 'num', { value: 1 })`,
  'changes how memory is read': `Object.getPrototypeOf(kernel.machine.memory).read32 = () => 1`,
} as const satisfies Record<string, string>
