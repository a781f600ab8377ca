/** Another way: halves the table again and again, which a rising table allows. */
export function kmem_find_general_cachep(sizes: readonly number[], size: number): number {
  let low = 0
  let high = sizes.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sizes[middle] ?? 0) < size) low = middle + 1
    else high = middle
  }
  return low < sizes.length ? low : -1
}
