/** Wrong: steps by the CPU's line and forgets the alignment of the objects. */

export { colourOffset, shiftedCaches } from '../solution.ts'

export function colours(
  left_over: number,
  line: number,
  _align: number,
): { colour: number; colour_off: number } {
  const colour_off = line
  return { colour: Math.floor(left_over / colour_off), colour_off }
}
