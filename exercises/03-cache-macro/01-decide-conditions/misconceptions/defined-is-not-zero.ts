/** Wrong: takes a macro that is 0 for one that is not defined. */
import { chosenLines as right } from '../solution.ts'

export function chosenLines(header: string, defines: Record<string, number>): string[] {
  const set = Object.entries(defines).filter(([, number]) => number !== 0)
  return right(header, Object.fromEntries(set))
}
