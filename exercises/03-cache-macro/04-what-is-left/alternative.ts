/** Another way: writes the chain out as steps and works on it, as a compiler does, as long as it knows how each ends. */
export interface Call {
  readonly size: number | null
  readonly dma: boolean | null
}

export interface Left {
  readonly calls: 'kmem_cache_alloc' | '__kmalloc' | 'nothing'
  readonly place: number | null
  readonly pointer: 'cs_cachep' | 'cs_dmacachep' | 'either' | null
}

type Step = (size: number | null) => 'found' | 'on' | 'unknown'

export function whatIsLeft({ size, dma }: Call, sizes: readonly number[]): Left {
  const chain: Step[] = sizes.map((length) => (asked) => {
    if (asked === null) return 'unknown'
    return asked <= length ? 'found' : 'on'
  })
  for (const [place, step] of chain.entries()) {
    const outcome = step(size)
    if (outcome === 'unknown') break
    if (outcome === 'found') return { calls: 'kmem_cache_alloc', place, pointer: pointerFor(dma) }
  }
  return { calls: size === null ? '__kmalloc' : 'nothing', place: null, pointer: null }
}

function pointerFor(dma: boolean | null): Left['pointer'] {
  switch (dma) {
    case true:
      return 'cs_dmacachep'
    case false:
      return 'cs_cachep'
    default:
      return 'either'
  }
}
