/** The first length that is not smaller. */
export function kmem_find_general_cachep(sizes: readonly number[], size: number): number {
  return sizes.findIndex((length) => size <= length)
}
