/** Listings beside one another, as plain data. */
import { expect, it } from 'vitest'
import { viewListing } from '#view/listing.ts'

it('keeps columns in their order, however long each of them is', () => {
  expect(viewListing({ before: ['a', 'b'], after: [] })).toEqual({
    kind: 'listing',
    columns: [
      { head: 'before', lines: ['a', 'b'] },
      { head: 'after', lines: [] },
    ],
  })
})

it('refuses to be empty', () => {
  expect(() => viewListing({})).toThrow('listing: give at least one column.')
})
