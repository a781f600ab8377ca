/** The call story of slab debugging: what it writes into objects, and what it finds. */
import { SLAB_CTOR_VERIFY, SLAB_POISON, SLAB_RED_ZONE, SLAB_STORE_USER } from '#kernel/index.ts'
import { RED_INACTIVE } from '#kernel/slab/debug_layout.ts'
import type { debugEvents } from '#kernel/trace/debug_events.ts'
import { hex } from '#lib/hex.ts'
import { address, isYes, many, told, type Tellers } from './tellers.ts'

const forced = [
  ['SLAB_RED_ZONE', SLAB_RED_ZONE],
  ['SLAB_POISON', SLAB_POISON],
  ['SLAB_STORE_USER', SLAB_STORE_USER],
] as const

export const tellDebug: Tellers<keyof typeof debugEvents> = {
  'debug-flags': (of) => {
    const added = of('flags') & ~of('asked')
    const names = forced.filter(([, flag]) => (added & flag) !== 0).map(([name]) => name)
    return told(
      `slab debugging adds ${names.length === 0 ? 'no flag' : names.join(' | ')}`,
      `objects of ${of('size')} bytes`,
    )
  },
  'debug-space': (of) =>
    told(
      `each object gets ${many(of('added') / 4, 'word')} more, and stands at whole words`,
      `${of('size')} + ${of('added')} bytes, aligned to ${of('word_align')}, where it would be ${of('align')}`,
    ),
  poisoned: (of) =>
    told(
      `fills the object at ${address(of('object'))} with ${byte(of('fill'))}`,
      `${of('size')} bytes, the last one ${byte(of('end'))}`,
    ),
  'poison-checked': (of) => {
    const first = of('first_wrong')
    return first < 0
      ? told('the poison is whole', `all ${of('size')} bytes`)
      : told('somebody wrote to the object while it was free', `byte ${first} of ${of('size')}`)
  },
  'red-words-checked': (of) => {
    const [before, behind, expected] = [of('redzone1'), of('redzone2'), of('expected')]
    const seen = `${hex(before)} and ${hex(behind)}, expected ${hex(expected)}`
    return before === expected && behind === expected
      ? told('both red words are right', seen)
      : told('a red word is wrong', seen)
  },
  'red-words-set': (of) =>
    told(
      `the red words say: ${of('value') === RED_INACTIVE ? 'not in use' : 'in use'}`,
      hex(of('value')),
    ),
  'user-noted': (of) => told('notes who calls', `the code at ${address(of('address'))}`),
  'objects-prepared': (of) => told(`prepares ${many(of('num'), 'object')}`, marks(of)),
  'objects-checked': (of) => told(`looks at ${many(of('num'), 'object')} once more`, marks(of)),
  'constructed-now': (of) =>
    (of('ctor_flags') & SLAB_CTOR_VERIFY) !== 0
      ? told('runs the constructor as a check', 'SLAB_DEBUG_INITIAL')
      : told('runs the constructor now', 'the poison was all that the object held'),
  'destructed-now': () => told('runs the destructor now', 'poison comes over the object next'),
  'pointer-checked': (of) => {
    const frame = `frame ${of('frame')} of ${of('pages')}`
    return isYes(of('in_slab'))
      ? told('the pointer leads into a slab', frame)
      : told('the pointer leads into no slab', frame)
  },
  'cache-checked': (of) => {
    const [owner, given] = [address(of('owner')), address(of('given'))]
    return of('owner') === of('given')
      ? told('the object is of this cache', `its page says ${owner}`)
      : told('the object is of another cache', `its page says ${owner}, not ${given}`)
  },
  'start-checked': (of) => {
    const [index, num, beside] = [of('index'), of('num'), of('beside')]
    if (index >= num) return told('no object is there', `object ${index} of ${num}`)
    return beside === 0
      ? told('an object begins there', `object ${index} of ${num}`)
      : told(
          'no object begins there',
          `${many(beside, 'byte')} behind the start of object ${index}`,
        )
  },
  'irq-on-checked': (of) =>
    told(
      isYes(of('off'))
        ? 'interrupts are off, where they must be on'
        : 'interrupts are on, as they must be',
    ),
  'free-list-checked': (of) => {
    const [entries, inuse, num] = [of('entries'), of('inuse'), of('num')]
    if (!isYes(of('ends'))) {
      return told(`the free list of slab ${of('slab')} leads astray`, `after ${entries} of ${num}`)
    }
    return entries + inuse === num
      ? told(`the free list of slab ${of('slab')} is whole`, `${entries} + ${inuse} = ${num}`)
      : told(`the free list of slab ${of('slab')} is wrong`, `${entries} + ${inuse}, not ${num}`)
  },
  'link-checked': (of) => {
    const [link, expected] = [hex(of('link'), 4), hex(of('expected'), 4)]
    return of('link') === of('expected')
      ? told(`object ${of('index')} was out of its slab`, `its link is ${link}`)
      : told(`object ${of('index')} is in its slab already`, `its link is ${link}, not ${expected}`)
  },
}

function marks(of: (name: 'poison' | 'red_zone') => number): string {
  const names = [isYes(of('poison')) ? 'poison' : '', isYes(of('red_zone')) ? 'red words' : '']
  return names.filter((name) => name !== '').join(' and ') || 'neither poison nor red words'
}

function byte(value: number): string {
  return hex(value, 2)
}
