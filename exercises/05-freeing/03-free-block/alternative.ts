/** Another way: notes for each slab when it was touched last, and sorts by that in the end. */
interface Slab {
  readonly slab: number
  readonly inuse: number
}

interface Cache {
  readonly num: number
  readonly free_objects: number
  readonly free_limit: number
  readonly partial: readonly Slab[]
  readonly full: readonly Slab[]
  readonly free: readonly Slab[]
}

interface Lists {
  partial: number[]
  full: number[]
  free: number[]
  destroyed: number[]
}

interface Note {
  inuse: number
  touched: number
  end: 'kept' | 'destroyed' | 'in use'
}

export function free_block(cache: Cache, batch: readonly number[]): Lists {
  const notes = new Map<number, Note>()
  for (const { slab, inuse } of [...cache.partial, ...cache.full]) {
    notes.set(slab, { inuse, touched: -1, end: 'in use' })
  }
  let excess = cache.free_objects + batch.length - cache.free_limit
  for (const [time, slab] of batch.entries()) {
    const note = notes.get(slab)
    if (note === undefined) continue
    note.inuse -= 1
    note.touched = time
    if (note.inuse > 0) continue
    note.end = excess > 0 ? 'destroyed' : 'kept'
    if (excess > 0) excess -= cache.num
  }
  const touched = [...notes]
    .filter(([, note]) => note.touched >= 0)
    .sort(([, one], [, other]) => one.touched - other.touched)
  const ending = (end: Note['end']) =>
    touched.filter(([, note]) => note.end === end).map(([slab]) => slab)
  const untouched = (list: Cache['partial']) =>
    list.map(({ slab }) => slab).filter((slab) => notes.get(slab)?.touched === -1)
  return {
    partial: [...untouched(cache.partial), ...ending('in use')],
    full: untouched(cache.full),
    free: [...ending('kept').reverse(), ...cache.free.map(({ slab }) => slab)],
    destroyed: ending('destroyed'),
  }
}
