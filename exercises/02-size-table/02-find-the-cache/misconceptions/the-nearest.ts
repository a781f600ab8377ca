/** Wrong: takes the length that is nearest to the size. */
export function kmem_find_general_cachep(sizes: readonly number[], size: number): number {
  if (size > (sizes.at(-1) ?? 0)) return -1
  const distances = sizes.map((length) => Math.abs(length - size))
  return distances.indexOf(Math.min(...distances))
}
