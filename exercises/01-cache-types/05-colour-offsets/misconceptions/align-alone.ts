/** Wrong: steps by the alignment of the objects and forgets the CPU's line. */

export { colourOffset, shiftedCaches } from '../solution.ts'

export function colours(
  left_over: number,
  line: number,
  align: number,
): { colour: number; colour_off: number } {
  const colour_off = align
  return { colour: Math.floor(left_over / colour_off), colour_off }
}
