/** The commands of the simulator and what each takes: one table for parsing, help and completion. */

export type ArgumentKind =
  | 'size'
  | 'number'
  | 'order'
  | 'time'
  | 'cpu'
  | 'lock'
  | 'zone'
  | 'frame'
  | 'page-kind'
  | 'task'
  | 'line'
  | 'gfp'
  | 'address'
  | 'cache'
  | 'new-cache'
  | 'cache-flags'
  | 'switch'
  | 'text'
  | 'boot'
  | 'file'
  | 'command'

export interface Argument {
  readonly name: string
  readonly kind: ArgumentKind
  readonly optional: boolean
}

const needed = (name: string, kind: ArgumentKind): Argument => ({ name, kind, optional: false })
const optional = (name: string, kind: ArgumentKind): Argument => ({ name, kind, optional: true })

const flags = optional('flags', 'gfp')
const cache = needed('cache', 'cache')
const object = needed('object', 'address')
const address = needed('address', 'address')
const task = needed('task', 'task')
const onOff = needed('on|off', 'switch')

/** What changes the machine. These lines are kept, undone, saved and replayed. */
export const operations = {
  kmalloc: [needed('size', 'size'), flags],
  kcalloc: [needed('n', 'number'), needed('size', 'size'), flags],
  kfree: [object],
  kmem_cache_create: [
    needed('name', 'new-cache'),
    needed('size', 'size'),
    optional('align', 'size'),
    optional('flags', 'cache-flags'),
  ],
  kmem_cache_alloc: [cache, flags],
  kmem_cache_free: [cache, object],
  kmem_cache_shrink: [cache],
  kmem_cache_destroy: [cache],
  alloc_pages: [needed('order', 'order'), flags],
  __get_free_pages: [needed('order', 'order'), flags],
  free_pages: [address, optional('order', 'order')],
  __free_pages: [address, optional('order', 'order')],
  irq: [onOff],
  softirq: [onOff],
  interrupts: [onOff],
  preempt: [onOff],
  lock: [needed('name', 'lock')],
  unlock: [needed('name', 'lock')],
  schedule: [],
  cpu: [needed('number', 'cpu')],
  tick: [needed('time', 'time')],
  reap: [],
  tune: [
    cache,
    needed('limit', 'number'),
    needed('batchcount', 'number'),
    needed('shared', 'number'),
  ],
  fill: [needed('pages', 'number'), optional('kind', 'page-kind')],
  dentries: [needed('number', 'number')],
  kswapd: [],
  start: [needed('name', 'new-cache'), optional('pages', 'number')],
  exit: [task],
  as: [task, needed('command', 'line')],
  fail: [needed('nth', 'number')],
  write: [address, needed('text', 'text')],
  boot: [optional('machine', 'boot')],
} as const satisfies Record<string, readonly Argument[]>

/** What only looks. */
export const looks = {
  ksize: [object],
  slabinfo: [],
  buddyinfo: [],
  meminfo: [],
  zones: [optional('order', 'order'), flags],
  freelists: [optional('zone', 'zone')],
  frames: [needed('frame', 'frame'), optional('count', 'number')],
  gfp: [flags],
  context: [],
  reclaim: [],
  tasks: [],
  caches: [],
  slabs: [cache],
  array: [cache],
  arrays: [cache],
  layout: [cache],
  read: [address, optional('length', 'size')],
  debug: [object],
  explain: [address],
  names: [],
  check: [],
  log: [],
} as const satisfies Record<string, readonly Argument[]>

/** What is about the session itself. */
export const sessionCommands = {
  step: [],
  undo: [],
  redo: [],
  history: [],
  save: [needed('file', 'file')],
  load: [needed('file', 'file')],
  figure: [onOff],
  help: [optional('command', 'command')],
  quit: [],
} as const satisfies Record<string, readonly Argument[]>

export type OperationName = keyof typeof operations
export type LookName = keyof typeof looks
export type SessionName = keyof typeof sessionCommands
export type CommandName = OperationName | LookName | SessionName

const all: Readonly<Record<string, readonly Argument[]>> = {
  ...operations,
  ...looks,
  ...sessionCommands,
}

/** Every name, in the order in which help shows them. */
export const commandNames: readonly string[] = Object.keys(all)

/** Null for a name that is no command. */
export function argumentsOf(name: string): readonly Argument[] | null {
  return Object.hasOwn(all, name) ? (all[name] ?? null) : null
}

export function isOperation(name: string): name is OperationName {
  return Object.hasOwn(operations, name)
}

export function isLook(name: string): name is LookName {
  return Object.hasOwn(looks, name)
}

export function isSessionCommand(name: string): name is SessionName {
  return Object.hasOwn(sessionCommands, name)
}

/** `kmalloc <size> [flags]` */
export function usageOf(name: string): string {
  const parts = (argumentsOf(name) ?? []).map((argument) =>
    argument.optional ? `[${argument.name}]` : `<${argument.name}>`,
  )
  return [name, ...parts].join(' ')
}
