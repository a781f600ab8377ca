/** The call story of the reaper: what it takes back, and what it spares. */
import { many, told, whichArray, type Tellers } from './tellers.ts'

export const tellReaper: Tellers<
  'array-spared' | 'array-trimmed' | 'slabs-not-due' | 'free-list-spared' | 'reap-slabs'
> = {
  'array-spared': (of) =>
    told(
      `${many(of('avail'), 'object')} stay in ${whichArray(of('shared'))}`,
      'it was used since the last look',
    ),
  'array-trimmed': (of) => {
    const { avail, fifth } = { avail: of('avail'), fifth: of('fifth') }
    const text = `${many(of('count'), 'object')} in ${whichArray(of('shared'))} go back to their slabs`
    return fifth > avail
      ? told(text, `half of ${avail}: a fifth of ${of('limit')} would be ${fifth}`)
      : told(text, `a fifth of ${of('limit')}`)
  },
  'slabs-not-due': (of) =>
    told(
      'the slabs are not looked at yet',
      `next at tick ${of('next_reap')}, now it is ${of('jiffies')}`,
    ),
  'free-list-spared': () =>
    told('the free slabs stay', 'the free list was looked into since the last look'),
  'reap-slabs': (of) =>
    told(
      `at most ${many(of('most'), 'free slab')} may go`,
      `a fifth of ${of('free_limit')} free objects, ${of('num')} in a slab`,
    ),
}
