/** Wrong: computes the place instead of looking: the first length doubled until it is enough. */
export function kmem_find_general_cachep(sizes: readonly number[], size: number): number {
  const [first = 32] = sizes
  let place = 0
  for (let length = first; length < size; length *= 2) place++
  return size <= (sizes.at(-1) ?? 0) ? place : -1
}
