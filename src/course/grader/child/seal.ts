/**
 * Makes the language and the simulator unchangeable before a learner's code runs: what judges it works with the same
 * `Array`, `Map` and `Kernel`, and must find them as they were. Whoever tries to change them gets a TypeError.
 */

/** Of Node's own globals that are made when they are first asked for, those that an exercise may use. */
const OPEN = new Set<PropertyKey>([
  'Buffer',
  'TextDecoder',
  'TextEncoder',
  'atob',
  'btoa',
  'console',
  'performance',
  'process',
])
/** What leads out of the language, and what would run other code than the learner's file. */
const CLOSED = new Set<PropertyKey>([
  'CustomEvent',
  'Event',
  'EventTarget',
  'WebAssembly',
  'eval',
  'fetch',
])
/** Nothing that judges uses them, and sealing takes its time. */
const UNSEALED = new Set<PropertyKey>(['Intl', 'URL', 'URLSearchParams', 'console'])

/**
 * Properties that honest code gives its own objects by assignment, such as `this.name = 'Oops'` in an error of its own.
 * An inherited property that is fixed would forbid that, so here it is one with a getter and a setter.
 */
const ASSIGNED: ReadonlyMap<object, readonly string[]> = new Map<object, readonly string[]>([
  [
    Object.prototype,
    [
      'hasOwnProperty',
      'isPrototypeOf',
      'propertyIsEnumerable',
      'toLocaleString',
      'toString',
      'valueOf',
    ],
  ],
  [Function.prototype, ['toString']],
  ...[Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError].map(
    ({ prototype }) => [prototype, ['message', 'name', 'toString']] as const,
  ),
])

const sealed = new Set<object>()

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

/** The object, its prototypes, and all that their properties hold. */
function seal(root: unknown): void {
  const waiting = [root]
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (!isObject(value) || sealed.has(value)) continue
    sealed.add(value)
    // Elements of memory are what programs change.
    if (ArrayBuffer.isView(value)) continue
    const keys = Reflect.ownKeys(value)
    // A plain function, as most are: its name and length say nothing, and it must get nothing of its own.
    if (typeof value === 'function' && keys.length <= 2) Object.preventExtensions(value)
    else sealParts(value, keys, waiting)
  }
}

function sealParts(owner: object, keys: readonly PropertyKey[], waiting: unknown[]): void {
  waiting.push(Object.getPrototypeOf(owner))
  for (const key of keys) {
    const held = Object.getOwnPropertyDescriptor(owner, key)
    if (!held) continue
    if ('value' in held) {
      if (isObject(held.value)) waiting.push(held.value)
    } else {
      waiting.push(Reflect.get(held, 'get'), Reflect.get(held, 'set'))
    }
  }
  for (const name of ASSIGNED.get(owner) ?? []) allowAssignment(owner, name)
  if (owner === Error) sealError()
  else Object.freeze(owner)
}

/** How many frames a stack shows is no secret and no danger, and Node and vitest's runner set it. */
function sealError(): void {
  Object.preventExtensions(Error)
  for (const key of Reflect.ownKeys(Error)) {
    if (key === 'stackTraceLimit') continue
    const accessor = Object.getOwnPropertyDescriptor(Error, key)?.get !== undefined
    Object.defineProperty(Error, key, {
      configurable: false,
      ...(!accessor && { writable: false }),
    })
  }
}

/** The property stays as it is, but objects that inherit it may be given their own. */
function allowAssignment(owner: object, name: string): void {
  const held = Object.getOwnPropertyDescriptor(owner, name)
  if (!held || !('value' in held)) return
  const inherited: unknown = held.value
  Object.defineProperty(owner, name, {
    enumerable: false,
    get: () => inherited,
    set(this: object, value: unknown) {
      if (this === owner) throw new TypeError(`Cannot assign to read only property '${name}'`)
      Object.defineProperty(this, name, {
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      })
    },
  })
}

/** The prototypes to which no global name leads. */
function hiddenPrototypes(): readonly unknown[] {
  const iterators = [
    [].values(),
    new Map().values(),
    new Set().values(),
    ''[Symbol.iterator](),
    ''.matchAll(/./g),
  ]
  const functions = [function* () {}, async () => {}, async function* () {}]
  const timeout = setTimeout(() => {}, 0)
  const immediate = setImmediate(() => {})
  clearTimeout(timeout)
  clearImmediate(immediate)
  const all: readonly object[] = [...iterators, ...functions, timeout, immediate]
  return all.map((value) => Object.getPrototypeOf(value) as unknown)
}

/** `Function('code')` and its relatives. */
function closeFunctionConstructors(refuse: (name: string) => never): void {
  const kinds = [function () {}, function* () {}, async () => {}, async function* () {}]
  for (const kind of kinds) {
    const prototype = Object.getPrototypeOf(kind) as { constructor: { name: string } }
    const { name } = prototype.constructor
    const closed = function (): never {
      return refuse(name)
    }
    Object.defineProperty(closed, 'name', { value: name })
    Object.defineProperty(closed, 'prototype', { value: prototype })
    Object.defineProperty(prototype, 'constructor', { value: closed })
    if (name === 'Function') Object.defineProperty(globalThis, name, { value: closed })
  }
}

/** `refuse` is called for what makes code of a text. It does not return. */
export function sealLanguage(refuse: (name: string) => never): void {
  closeFunctionConstructors(refuse)
  for (const prototype of hiddenPrototypes()) seal(prototype)
  for (const key of Reflect.ownKeys(globalThis)) {
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, key)
    if (!descriptor?.configurable) continue
    if (CLOSED.has(key) || (!('value' in descriptor) && !OPEN.has(key))) {
      Reflect.deleteProperty(globalThis, key)
      continue
    }
    const held: unknown = Reflect.get(globalThis, key)
    if (held !== globalThis && !UNSEALED.has(key)) seal(held)
    // What is printed judges nothing: a learner may put something of their own in its place.
    if (key === 'console') continue
    Object.defineProperty(globalThis, key, { value: held, writable: false, configurable: false })
  }
}

/** Puts something else under the name of a global, before everything is sealed. */
export function replaceGlobal(name: 'process' | 'performance', value: object): void {
  Object.defineProperty(globalThis, name, { value, configurable: true })
}

/** Seals all that a package exports. */
export function sealPackage(exported: object): void {
  for (const name of Object.keys(exported)) seal(Reflect.get(exported, name))
}

/** Seals the prototypes of an object and of everything it holds; they themselves can be changed as before. */
export function sealPrototypes(root: object): void {
  const seen = new Set<unknown>()
  const waiting: unknown[] = [root]
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (!isObject(value) || typeof value === 'function' || seen.has(value)) continue
    seen.add(value)
    seal(Object.getPrototypeOf(value))
    if (ArrayBuffer.isView(value)) continue
    waiting.push(...Object.values(value))
  }
}
