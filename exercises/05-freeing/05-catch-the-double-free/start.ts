/** What is wrong in a list of calls. */

// Your turn.

export type Call =
  | { readonly call: 'kmalloc'; readonly size: number; readonly result: number }
  | { readonly call: 'kfree'; readonly address: number }

/** `place` is the number of the call, counted from 0. */
export interface Finding {
  place: number
  what: 'twice' | 'foreign' | 'shared' | 'leak'
}

/** Mistakes in the order of the calls, then leaks in that order. */
export function audit(calls: readonly Call[]): Finding[] {
  return []
}
