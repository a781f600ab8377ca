/** Is the size known? Does a length fit? Which pointer? */
export interface Call {
  readonly size: number | null
  readonly dma: boolean | null
}

export interface Left {
  readonly calls: 'kmem_cache_alloc' | '__kmalloc' | 'nothing'
  readonly place: number | null
  readonly pointer: 'cs_cachep' | 'cs_dmacachep' | 'either' | null
}

export function whatIsLeft({ size, dma }: Call, sizes: readonly number[]): Left {
  if (size === null) return { calls: '__kmalloc', place: null, pointer: null }
  const place = sizes.findIndex((length) => size <= length)
  if (place === -1) return { calls: 'nothing', place: null, pointer: null }
  const known = dma ? 'cs_dmacachep' : 'cs_cachep'
  return { calls: 'kmem_cache_alloc', place, pointer: dma === null ? 'either' : known }
}
