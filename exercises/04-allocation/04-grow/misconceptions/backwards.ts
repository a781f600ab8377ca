/** Wrong: links the objects from the last to the first. */
import { BUFCTL_END, type GrowingCache, type NewSlab } from 'kmalloc-course/kernel'
import { layOutSlab as right } from '../solution.ts'

export function layOutSlab(cache: GrowingCache): NewSlab {
  const bufctl = Array.from({ length: cache.num }, (_, object) => object - 1)
  bufctl[0] = BUFCTL_END
  return { ...right(cache), free: cache.num - 1, bufctl }
}
