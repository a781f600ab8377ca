/** Knows one object. */
export const findObject = (): { cache: number; slab: number; object: number } => ({
  cache: 0xc121f280,
  slab: 0xc121c000,
  object: 19,
})
