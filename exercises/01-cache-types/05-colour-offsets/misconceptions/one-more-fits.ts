/** Wrong: counts the place at the end of what is left over as a colour too. */

export { colourOffset, shiftedCaches } from '../solution.ts'

export function colours(
  left_over: number,
  line: number,
  align: number,
): { colour: number; colour_off: number } {
  const colour_off = Math.max(line, align)
  return { colour: Math.floor(left_over / colour_off) + 1, colour_off }
}
