/** The call story of pages by their address, and of high memory. */
import type { addressEvents } from '#kernel/trace/address_events.ts'
import { frameName, isYes, many, pagesOf, told, type Tellers } from './tellers.ts'

export const tellAddresses: Tellers<keyof typeof addressEvents> = {
  'pages-cleared': (of) =>
    told(
      `clears ${pagesOf(of('order'))} from ${frameName(of('frame'))} on`,
      isYes(of('mapped'))
        ? `ZERO; ${many(of('mapped'), 'page')} of high memory must be mapped for that`
        : 'the mask has ZERO',
    ),
  'page-without-address': (of) =>
    told(
      `returns NULL although it has ${frameName(of('frame'))}, which is lost`,
      `the direct map ends at frame ${of('low_pages')}: high memory has no address`,
    ),
}
