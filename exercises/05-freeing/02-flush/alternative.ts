/** Another way: one entry after the other, from a queue, each asked where it goes. */
interface Plan {
  toShared: number[]
  toSlabs: number[]
  stay: number[]
}

export function cache_flusharray(
  entries: readonly number[],
  batchcount: number,
  room: number,
): Plan {
  const plan: Plan = { toShared: [], toSlabs: [], stay: [] }
  const goal = room > 0 ? plan.toShared : plan.toSlabs
  let [batch, places] = [batchcount, room > 0 ? room : Infinity]
  for (const entry of entries) {
    const leaves = batch-- > 0 && places-- > 0
    if (leaves) goal.push(entry)
    else plan.stay.push(entry)
  }
  return plan
}
