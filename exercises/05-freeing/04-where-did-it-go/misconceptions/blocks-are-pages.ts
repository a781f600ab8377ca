/** Wrong: adds up blocks. */
export { stations } from '../solution.ts'

export function listedPages(buddyinfo: string): number {
  const blocks = [...buddyinfo.matchAll(/zone +\w+ +([\d ]+)/g)].flatMap(([, counts = '']) =>
    counts.trim().split(/ +/).map(Number),
  )
  return blocks.reduce((sum, count) => sum + count, 0)
}
