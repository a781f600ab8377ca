/** Wrong: takes the line with the names of the columns for a cache, since it has `: tunables` too. */
import { type CacheLine, readLine } from '../solution.ts'

export { memoryUsed } from '../solution.ts'

export function readSlabinfo(text: string): CacheLine[] {
  return text
    .split('\n')
    .filter((line) => line.includes(': tunables'))
    .map(readLine)
}
