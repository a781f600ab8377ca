/** Wrong: wants a length that is larger than the size. */
export function kmem_find_general_cachep(sizes: readonly number[], size: number): number {
  return sizes.findIndex((length) => size < length)
}
