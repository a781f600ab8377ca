/** What a test counts on. */

/** A value that has to be there; where it is missing the test ends here. */
export function existing<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('There is none.')
  return value
}
