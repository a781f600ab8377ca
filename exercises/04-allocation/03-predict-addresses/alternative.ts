/** Another way: plays the array as a stack, one allocation after the other, on a copy. */
import { arrayOf, slabsOf, type Kernel, type kmem_cache } from 'kmalloc-course/kernel'

export function nextAddresses(kernel: Kernel, cache: kmem_cache, count: number): number[] {
  const array = arrayOf(kernel, cache)
  const stack = [...array.entries]
  const { partial, free } = slabsOf(kernel, cache)
  const slabs = [...partial, ...free].map(({ s_mem, free: chain }) => ({
    s_mem,
    chain: [...chain],
  }))
  let { touched } = array
  const next: number[] = []
  while (next.length < count) {
    if (stack.length === 0) {
      const wanted = touched === 0 ? Math.min(16, array.batchcount) : array.batchcount
      for (const { s_mem, chain } of slabs)
        while (chain.length > 0 && stack.length < wanted)
          stack.push(s_mem + (chain.shift() ?? 0) * cache.objsize)
    }
    const top = stack.pop()
    if (top === undefined) break
    touched = 1
    next.push(top)
  }
  return next
}
