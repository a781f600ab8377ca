/** Lines of text in columns beside one another: what becomes of one thing in several hands. */

interface ListingColumn {
  readonly head: string
  readonly lines: readonly string[]
}

export interface ListingView {
  readonly kind: 'listing'
  readonly columns: readonly ListingColumn[]
}

/** Columns by their headings; lines with the same number stand beside one another. A RangeError for no columns. */
export function viewListing(columns: Readonly<Record<string, readonly string[]>>): ListingView {
  const all = Object.entries(columns).map(([head, lines]) => ({ head, lines: [...lines] }))
  if (all.length === 0) throw new RangeError('listing: give at least one column.')
  return { kind: 'listing', columns: all }
}
