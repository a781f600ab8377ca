/** What came of a command, as data for a program: one object a line. */
import { hex } from '#lib/hex.ts'
import type { Explanation, Look, Outcome, Result } from '#course/simulation/index.ts'

export function outcomeData(line: string, outcome: Outcome): object {
  const { call, result, stop, notes, log } = outcome
  return { line, call, ...resultData(result), stop, notes, log }
}

/** Addresses as text in hex, which every language reads. */
function resultData(result: Result | null): object {
  switch (result?.kind) {
    case 'object':
      return { name: result.name, address: addressData(result.address) }
    case 'pages': {
      const { name, address, frame, order } = result
      return { name, address: addressData(address), frame, order }
    }
    case 'cache':
      return { cache: result.cache }
    case 'count':
      return { count: result.count }
    case 'task':
      return { pid: result.pid, comm: result.comm, state: result.state }
    case 'code':
      return { code: result.code }
    default:
      return {}
  }
}

function addressData(address: number): string | null {
  return address === 0 ? null : hex(address)
}

export function lookData(line: string, look: Look): object {
  switch (look.kind) {
    case 'text':
      return { line, text: look.text }
    case 'figure':
      return { line, figure: look.view }
    case 'bytes':
      return { line, bytes: look.bytes }
    case 'explanation':
      return { line, ...explanationData(look.explanation) }
    case 'names':
      return {
        line,
        names: look.names.map(({ name, address, pages, call, released }) => ({
          name,
          address: addressData(address),
          ...pages,
          call,
          released,
        })),
      }
    case 'problems':
      return { line, problems: look.problems }
  }
}

function explanationData({ address, page, held }: Explanation): object {
  const owner = held && { name: held.held.name, offset: held.offset, released: held.held.released }
  if (page === null) return { address: addressData(address), page: null, owner }
  const { physical, frame, offset, zone, use } = page
  const where = { physical: hex(physical), frame, offset, zone }
  if (use.kind !== 'object') {
    const known = use.kind === 'slab' ? { ...use, slab: use.slab.number } : use
    return { address: addressData(address), page: where, use: known, owner }
  }
  const { cache, slab, object, state } = use.location
  const place = {
    kind: use.kind,
    cache: cache.name,
    slab,
    object,
    offset: use.location.offset,
    state,
    array: use.array,
    debug: use.debug,
  }
  return { address: addressData(address), page: where, use: place, owner }
}
