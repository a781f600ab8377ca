/** "Did you mean": the known name nearest to what was typed. */

/** Names worth suggesting, nearest first; none when nothing is near. */
export function suggest(typed: string, known: readonly string[]): string[] {
  const wanted = typed.toLowerCase()
  const limit = Math.max(1, Math.floor(wanted.length / 3))
  return known
    .map((name) => ({ name, distance: nearness(wanted, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((one, other) => one.distance - other.distance)
    .slice(0, 3)
    .map(({ name }) => name)
}

/** A beginning or a part of the name is as near as one slip of the finger. */
function nearness(typed: string, name: string): number {
  if (typed.length >= 3 && name.includes(typed)) return 1
  return editDistance(typed, name)
}

/** Letters to insert, delete, replace or swap with their neighbour to get from one word to the other. */
export function editDistance(from: string, to: string): number {
  let before: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1]
      const replaced = (last[column - 1] ?? 0) + (same ? 0 : 1)
      const shortest = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, replaced)
      const swaps = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      current.push(swaps ? Math.min(shortest, (before[column - 2] ?? 0) + 1) : shortest)
    }
    before = last
    last = current
  }
  return last[to.length] ?? 0
}
