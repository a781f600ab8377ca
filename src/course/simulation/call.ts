/** A call that a command stands for, and what comes of it: what the tables of commands share. */
import type { Kernel, PageFrame, TaskState } from '#kernel/index.ts'
import type { Locks } from './context-operations.ts'
import type { Names } from './names.ts'
import type { Values } from './values.ts'

/** What a call returned. */
export type Result =
  | { readonly kind: 'object'; readonly name: string; readonly address: number }
  | {
      readonly kind: 'pages'
      readonly name: string
      readonly address: number
      readonly frame: PageFrame | null
      readonly order: number
    }
  | { readonly kind: 'cache'; readonly cache: string | null }
  | { readonly kind: 'code'; readonly code: number }
  | { readonly kind: 'count'; readonly count: number; readonly what: 'page' | 'object' }
  | {
      readonly kind: 'task'
      readonly pid: number
      readonly comm: string
      readonly state: TaskState
    }
  | { readonly kind: 'nothing' }

/** Something that a reader of the result should know. */
export type Note =
  /** The name was given back before; the kernel does not notice. */
  | { readonly kind: 'released-before'; readonly name: string }
  /** The address is that of an earlier name, which was given back. */
  | { readonly kind: 'same-place'; readonly name: string }
  /** The address is that of an earlier name that was not given back since: it has two owners now. */
  | { readonly kind: 'two-owners'; readonly name: string }

export interface Done {
  readonly result: Result
  readonly notes: readonly Note[]
}

/** A call that is understood and not made yet. */
export interface Call {
  /** As in C: `kmalloc(100, GFP_KERNEL)`. */
  readonly text: string
  readonly make: () => Done
}

/** What a command works on: the machine, what the session knows of it, and the command's own words. */
export interface On {
  readonly kernel: Kernel
  readonly names: Names
  readonly locks: Locks
  readonly values: Values
}

export const nothing: Done = { result: { kind: 'nothing' }, notes: [] }

export function returned(code: number): Done {
  return { result: { kind: 'code', code }, notes: [] }
}

export function quietly(call: () => void): Done {
  call()
  return nothing
}
