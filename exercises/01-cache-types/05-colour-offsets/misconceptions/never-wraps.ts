/** Wrong: goes on to the next place for ever. */

export { colours, shiftedCaches } from '../solution.ts'

export function colourOffset(slab: number, colour: number, colour_off: number): number {
  return colour === 0 ? 0 : slab * colour_off
}
