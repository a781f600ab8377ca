/** What Node reports of a key press as a key of the guided course. */
import type { Key } from '../guide/events.ts'
import type { RawKey } from './screen.ts'

export function toKey(
  text: string | undefined,
  { name = '', ctrl = false, meta = false }: RawKey,
): Key {
  const typed = text ?? ''
  // A letter with Alt, and what a function key sends, type nothing.
  const isText = !ctrl && !meta && typed !== '' && !/^\p{Cc}/u.test(typed)
  return { name: name === 'enter' ? 'return' : name, text: isText ? typed : '', ctrl }
}
