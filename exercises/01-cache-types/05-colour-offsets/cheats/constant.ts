/** Knows the examples of the task. */
export const colours = (): { colour: number; colour_off: number } => ({
  colour: 3,
  colour_off: 128,
})
export const colourOffset = (): number => 128
export const shiftedCaches = (): string[] => []
