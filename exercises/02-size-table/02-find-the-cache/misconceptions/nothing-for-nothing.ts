/** Wrong: gives nothing to somebody who asks for nothing. */
export function kmem_find_general_cachep(sizes: readonly number[], size: number): number {
  return size === 0 ? -1 : sizes.findIndex((length) => size <= length)
}
