/** What is told of pages by their address, and of high memory. See event_kinds.ts. */

const PAGES = 'mm/page_alloc.c'

export const addressFunctions = {
  __get_free_pages: { file: PAGES, values: ['gfp_flags', 'order'] },
  get_zeroed_page: { file: PAGES, values: ['gfp_flags'] },
} as const

export const addressEvents = {
  /** Cleared for __GFP_ZERO; `mapped` of them are high memory, which is mapped one page at a time for that. */
  'pages-cleared': ['frame', 'order', 'mapped'],
  /** The frame is no lower than `low_pages`, where the direct map ends: the caller gets NULL, and nobody has the page. */
  'page-without-address': ['frame', 'low_pages'],
} as const
