/** What is left of a call of kmalloc when it is compiled. */

/** What the compiler knows: null is what is known only when the kernel runs. */
export interface Call {
  readonly size: number | null
  readonly dma: boolean | null
}

export interface Left {
  readonly calls: 'kmem_cache_alloc' | '__kmalloc' | 'nothing'
  readonly place: number | null
  readonly pointer: 'cs_cachep' | 'cs_dmacachep' | 'either' | null
}

// Your turn.

/** What is called, and with which pointer of the table; `sizes` in bytes, the smallest first. */
export function whatIsLeft(call: Call, sizes: readonly number[]): Left {
  return { calls: 'nothing', place: null, pointer: null }
}
