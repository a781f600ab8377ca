/** For each address the places of its owners, the oldest first. */
export type Call =
  | { readonly call: 'kmalloc'; readonly size: number; readonly result: number }
  | { readonly call: 'kfree'; readonly address: number }

export interface Finding {
  place: number
  what: 'twice' | 'foreign' | 'shared' | 'leak'
}

export function audit(calls: readonly Call[]): Finding[] {
  const owners = new Map<number, number[]>()
  const findings: Finding[] = []
  for (const [place, call] of calls.entries()) {
    if (call.call === 'kmalloc') {
      if (call.result === 0) continue
      const held = owners.get(call.result) ?? []
      if (held.length > 0) findings.push({ place, what: 'shared' })
      owners.set(call.result, [...held, place])
    } else if (call.address !== 0) {
      const held = owners.get(call.address)
      if (held === undefined) findings.push({ place, what: 'foreign' })
      else if (held.shift() === undefined) findings.push({ place, what: 'twice' })
    }
  }
  const left = [...owners.values()].flat().sort((one, other) => one - other)
  return [...findings, ...left.map((place) => ({ place, what: 'leak' as const }))]
}
