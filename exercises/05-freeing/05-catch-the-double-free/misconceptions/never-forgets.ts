/** Wrong: what was given back once may never be given back again. */
import { audit as right, type Call, type Finding } from '../solution.ts'

export function audit(calls: readonly Call[]): Finding[] {
  const freed = new Set<number>()
  const again = new Set<number>()
  for (const [place, call] of calls.entries()) {
    if (call.call === 'kmalloc' || call.address === 0) continue
    if (freed.has(call.address)) again.add(place)
    freed.add(call.address)
  }
  const findings = right(calls)
  const known = new Set(findings.map(({ place }) => place))
  const more = [...again].filter((place) => !known.has(place))
  const mistakes = findings.filter(({ what }) => what !== 'leak')
  mistakes.push(...more.map((place) => ({ place, what: 'twice' as const })))
  mistakes.sort((one, other) => one.place - other.place)
  return [...mistakes, ...findings.filter(({ what }) => what === 'leak')]
}
