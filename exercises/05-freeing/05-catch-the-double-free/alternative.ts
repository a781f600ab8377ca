/** Another way: remembers nothing, and for each call looks through the list what became of its address. */
type Call =
  | { readonly call: 'kmalloc'; readonly size: number; readonly result: number }
  | { readonly call: 'kfree'; readonly address: number }

interface Finding {
  place: number
  what: 'twice' | 'foreign' | 'shared' | 'leak'
}

const addressOf = (call: Call) => (call.call === 'kmalloc' ? call.result : call.address)

/** Owners of an address after the first `end` calls, and the call that gave it to the oldest; null if never given. */
function ownersAt(calls: readonly Call[], address: number, end: number) {
  const given = calls
    .map((_, place) => place)
    .filter((place) => calls[place]?.call === 'kmalloc' && addressOf(calls[place]) === address)
  let [owners, ended] = [0, 0]
  for (const call of calls.slice(0, end)) {
    if (addressOf(call) !== address) continue
    if (call.call === 'kmalloc') owners++
    else if (owners > ended) ended++
  }
  const known = given.some((place) => place < end)
  return { known, owners: owners - ended, left: given.slice(ended) }
}

export function audit(calls: readonly Call[]): Finding[] {
  const findings: Finding[] = []
  for (const [place, call] of calls.entries()) {
    const address = addressOf(call)
    if (address === 0) continue
    const { known, owners } = ownersAt(calls, address, place)
    if (call.call === 'kmalloc' && owners > 0) findings.push({ place, what: 'shared' })
    if (call.call === 'kfree' && owners === 0) {
      findings.push({ place, what: known ? 'twice' : 'foreign' })
    }
  }
  for (const [place, call] of calls.entries()) {
    if (call.call === 'kfree' || call.result === 0) continue
    const { left } = ownersAt(calls, call.result, calls.length)
    if (left.includes(place)) findings.push({ place, what: 'leak' })
  }
  return findings
}
