/** Knows the example of the task. */
export const audit = (): { place: number; what: string }[] => [
  { place: 2, what: 'twice' },
  { place: 4, what: 'shared' },
  { place: 3, what: 'leak' },
  { place: 4, what: 'leak' },
]
