/** The call story of memory pools. */
import type { mempoolEvents } from '#kernel/trace/mempool_events.ts'
import { tellGfp } from './flag-names.ts'
import { isYes, many, told, type Tellers } from './tellers.ts'

export const tellMempools: Tellers<keyof typeof mempoolEvents> = {
  'pool-fills': (of) =>
    told('gets one element more', `it keeps ${of('curr_nr')}, and wants ${of('min_nr')}`),
  'pool-complete': (of) =>
    of('curr_nr') === of('min_nr')
      ? told('the pool has all its elements', `${of('curr_nr')} of ${of('min_nr')}`)
      : told('elements of the pool are missing', `${of('curr_nr')} of ${of('min_nr')}`),
  'pool-asks': (of) =>
    told(
      'tries first without waiting',
      `${tellGfp(of('gfp_flags'))} without WAIT and IO is ${tellGfp(of('without_waiting'))}`,
    ),
  'pool-low': (of) => {
    const kept = many(of('curr_nr'), 'element')
    if (isYes(of('harder'))) {
      return told(
        'no memory: tries again with the whole mask',
        `${kept} left, no more than ${of('half')}`,
      )
    }
    return isYes(of('reclaims'))
      ? told('no memory: does not try harder', `${kept} left, more than ${of('half')}`)
      : told('no memory: does not try harder', 'the mask cannot reclaim more than that')
  },
  'pool-reserve': (of) => {
    if (of('curr_nr') > 0) {
      return told('takes an element that the pool keeps', `${of('curr_nr')} of ${of('min_nr')}`)
    }
    return isYes(of('wait'))
      ? told('sleeps until an element is given back', 'the pool is empty, and the mask has WAIT')
      : told('fails', 'the pool is empty, and the mask is without WAIT')
  },
  'pool-kept': (of) =>
    of('curr_nr') < of('min_nr')
      ? told(
          'the pool keeps the element, and wakes who waits',
          `it had ${of('curr_nr')} < ${of('min_nr')}`,
        )
      : told('the pool needs no more', `it has ${of('curr_nr')} of ${of('min_nr')}`),
}
