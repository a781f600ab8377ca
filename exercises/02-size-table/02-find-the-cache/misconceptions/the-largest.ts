/** Wrong: gives the largest there is when nothing is large enough. */
export function kmem_find_general_cachep(sizes: readonly number[], size: number): number {
  const place = sizes.findIndex((length) => size <= length)
  return place === -1 ? sizes.length - 1 : place
}
