/** The call story of pages: zones and their watermarks, lists of single pages, blocks that are split and merged. */
import { tellGfp } from './flag-names.ts'
import { frameName, isYes, many, pagesOf, told, zoneName, type Tellers } from './tellers.ts'

export const tellPages: Tellers<
  | 'zone-watermark'
  | 'allocation-failed'
  | 'failed-on-purpose'
  | 'page-list'
  | 'page-from-list'
  | 'page-to-list'
  | 'page-reserved'
  | 'page-still-used'
  | 'merged'
  | 'buddy-busy'
  | 'block-freed'
  | 'block-found'
  | 'no-block'
  | 'split'
> = {
  'zone-watermark': (of) => {
    const zone = zoneName(of('zone'))
    const rest = of('free_pages') - 2 ** of('order') + 1
    const keep = of('min') + of('reserve')
    const mark =
      isYes(of('high')) || isYes(of('harder'))
        ? `${of('mark')} lowered to ${of('min')}`
        : `${of('mark')}`
    const kept = of('reserve') > 0 ? `${mark} and a reserve of ${of('reserve')}` : mark
    if (isYes(of('ok'))) return told(`zone ${zone} may give`, `${rest} free > ${kept}`)
    const no = `zone ${zone} may not give, ${of('next') < 0 ? 'no zone is left' : `next zone ${zoneName(of('next'))}`}`
    if (rest <= keep) return told(no, `${rest} free <= ${kept}`)
    return told(
      no,
      `${rest} free > ${kept}, but too few of them in blocks of ${pagesOf(of('order'))} and more`,
    )
  },
  'allocation-failed': (of) => {
    const text = isYes(of('nowarn')) ? 'gives up, without a message' : 'gives up'
    const pages = pagesOf(of('order'))
    return told(text, `${pages} with ${tellGfp(of('gfp_flags'))} are not to be had`)
  },
  'failed-on-purpose': () => told('fails', 'it was told to, to see what comes of it'),
  'page-list': (of) => {
    const list = isYes(of('cold')) ? 'cold' : 'hot'
    const count = of('count')
    const low = of('low')
    return count <= low
      ? told(
          `adds ${many(of('batch'), 'page')} to the ${list} list`,
          `it holds ${count} <= low ${low}`,
        )
      : told(`the ${list} list has pages enough`, `it holds ${count} > low ${low}`)
  },
  'page-from-list': (of) =>
    told(
      `takes ${frameName(of('frame'))} from the head of the ${isYes(of('cold')) ? 'cold' : 'hot'} list`,
      `${many(of('count'), 'page')} in it`,
    ),
  'page-to-list': (of) => {
    const list = isYes(of('cold')) ? 'cold' : 'hot'
    const count = of('count')
    const high = of('high')
    return count >= high
      ? told(
          `the ${list} list gives ${many(of('batch'), 'page')} back first, from its tail`,
          `it holds ${count} >= high ${high}`,
        )
      : told(`the page goes to the head of the ${list} list`, `it holds ${count} < high ${high}`)
  },
  'page-reserved': (of) => told(`leaves ${frameName(of('frame'))} alone`, 'it is reserved'),
  'page-still-used': (of) =>
    told(
      `${frameName(of('frame'))} stays`,
      `${many(of('count'), 'user')} of it ${of('count') === 1 ? 'is' : 'are'} left`,
    ),
  merged: (of) =>
    told(
      `${frameName(of('frame'))} and ${frameName(of('buddy'))} become a block of ${pagesOf(of('order') + 1)}`,
      `the buddy is a free block of ${pagesOf(of('order'))}, too`,
    ),
  'buddy-busy': (of) => {
    const buddy = frameName(of('buddy'))
    if (!isYes(of('in_zone')))
      return told('merges no further', `the buddy, ${buddy}, is outside of the zone`)
    if (!isYes(of('buddy_free')))
      return told('merges no further', `the buddy, ${buddy}, begins no free block`)
    return told(
      'merges no further',
      `the buddy, ${buddy}, is a block of ${pagesOf(of('buddy_order'))}, not of ${pagesOf(of('order'))}`,
    )
  },
  'block-freed': (of) =>
    told(
      `the block at ${frameName(of('frame'))} goes to the head of list ${of('order')} of zone ${zoneName(of('zone'))}`,
      of('order') === of('max_order') ? 'there are no larger blocks' : null,
    ),
  'block-found': (of) => {
    const order = of('order')
    const found = of('found')
    const smaller =
      found - order === 1 ? `list ${order} is empty` : `lists ${order} to ${found - 1} are empty`
    return told(
      `takes the block at ${frameName(of('frame'))}, the first of list ${found}`,
      found === order ? `${many(of('nr_free'), 'block')} of exactly this order` : smaller,
    )
  },
  'no-block': (of) =>
    told(
      `zone ${zoneName(of('zone'))} has no such block`,
      `lists ${of('order')} and above are empty, with ${many(of('free_pages'), 'free page')}`,
    ),
  split: (of) =>
    told(
      `cuts it in two: keeps ${frameName(of('frame'))}, ${frameName(of('upper'))} goes to list ${of('order')}`,
    ),
}
