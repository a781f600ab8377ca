/** The calls of a lesson to its machines: noticed one by one as they are made, and told as in C. */
import { type boot, type BootOptions, Kernel, kmem_cache, NULL } from '#kernel/index.ts'
import { configurationOf } from '#kernel/profile.ts'
import { hex } from '#lib/hex.ts'
import { tellGfp } from '#view/flag-names.ts'
import { format } from './print.ts'

type Kind = 'size' | 'flags' | 'address' | 'cache' | 'frame' | 'bits' | 'other' | 'nothing' | 'code'

interface Call {
  readonly takes: readonly Kind[]
  readonly gives: Kind
}

/** The functions of a machine that take or give back memory. */
const calls = {
  kmalloc: { takes: ['size', 'flags'], gives: 'address' },
  kcalloc: { takes: ['size', 'size', 'flags'], gives: 'address' },
  kfree: { takes: ['address'], gives: 'nothing' },
  kmem_cache_create: { takes: ['other', 'size', 'size', 'bits', 'other', 'other'], gives: 'cache' },
  kmem_cache_alloc: { takes: ['cache', 'flags'], gives: 'address' },
  kmem_cache_free: { takes: ['cache', 'address'], gives: 'nothing' },
  kmem_cache_shrink: { takes: ['cache'], gives: 'code' },
  kmem_cache_destroy: { takes: ['cache'], gives: 'code' },
  alloc_pages: { takes: ['flags', 'size'], gives: 'frame' },
  __get_free_pages: { takes: ['flags', 'size'], gives: 'address' },
  __free_pages: { takes: ['frame', 'size'], gives: 'nothing' },
  free_pages: { takes: ['address', 'size'], gives: 'nothing' },
} as const satisfies Partial<Record<keyof Kernel, Call>>

export type CallName = keyof typeof calls

/** Boots machines whose calls go through `around`; what is called inside of a call does not. */
export function watchedBoot(around: AroundCall): typeof boot {
  return (options?: BootOptions) => {
    const Watched = watchedKernel(around)
    return new Watched(configurationOf(options ?? {}), options?.overrides ?? {})
  }
}

/** A class of its own for each machine. To a lesson it is a Kernel like any other. */
function watchedKernel(around: AroundCall): typeof Kernel {
  const Watched = class extends Kernel {}
  Object.defineProperty(Watched, 'name', { value: Kernel.name })
  let depth = 0
  for (const name of Object.keys(calls).filter(isCall)) {
    const own: unknown = Reflect.get(Kernel.prototype, name)
    if (typeof own !== 'function') throw new Error(`${name} is no function of a machine`)
    const value = function (this: Kernel, ...args: unknown[]): unknown {
      const make = (): unknown => Reflect.apply(own, this, args)
      if (depth > 0) return make()
      depth++
      try {
        return around(name, args, make, this)
      } finally {
        depth--
      }
    }
    Object.defineProperty(Watched.prototype, name, { value })
  }
  return Watched
}

function isCall(name: string): name is CallName {
  return Object.hasOwn(calls, name)
}

/** Given each call, which it makes. It returns what the call returned. */
export type AroundCall = (
  name: CallName,
  args: readonly unknown[],
  make: () => unknown,
  kernel: Kernel,
) => unknown

/** `kmalloc(100, GFP_KERNEL)` */
export function tellCall(name: CallName, args: readonly unknown[]): string {
  const { takes }: Call = calls[name]
  return `${name}(${args.map((value, index) => tellValue(value, takes[index] ?? 'other')).join(', ')})`
}

/** What the call gave, or null when it gives nothing. */
export function tellResult(name: CallName, value: unknown): string | null {
  const { gives } = calls[name]
  return gives === 'nothing' ? null : tellValue(value, gives)
}

function tellValue(value: unknown, kind: Kind): string {
  if (value === null) return 'NULL'
  if (value instanceof kmem_cache) return value.name
  if (typeof value === 'function') return value.name === '' ? 'function' : value.name
  if (typeof value === 'string') return `"${value}"`
  if (typeof value !== 'number') return format(value)
  switch (kind) {
    case 'flags':
      return tellGfp(value)
    case 'address':
      return value === NULL ? 'NULL' : hex(value)
    case 'bits':
      return hex(value, 1)
    case 'frame':
      return `frame ${value}`
    default:
      return String(value)
  }
}
