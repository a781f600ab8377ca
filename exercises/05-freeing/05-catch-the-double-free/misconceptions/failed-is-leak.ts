/** Wrong: takes a kmalloc that failed for a leak. */
import { audit as right, type Call, type Finding } from '../solution.ts'

export function audit(calls: readonly Call[]): Finding[] {
  const findings = right(calls)
  const failed = [...calls.entries()].filter(
    ([, call]) => call.call === 'kmalloc' && call.result === 0,
  )
  const leaks: Finding[] = failed.map(([place]) => ({ place, what: 'leak' }))
  leaks.push(...findings.filter(({ what }) => what === 'leak'))
  leaks.sort((one, other) => one.place - other.place)
  return [...findings.filter(({ what }) => what !== 'leak'), ...leaks]
}
