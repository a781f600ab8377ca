/** What became different between two pictures of the same thing, in words that stand beside the picture. */

export interface StateChange {
  readonly what: string
  readonly before: string
  readonly after: string
}

/** A change of a number or a word; none when it is the same. */
export function changed(
  what: string,
  before: string | number,
  after: string | number,
): StateChange[] {
  return before === after ? [] : [{ what, before: String(before), after: String(after) }]
}
