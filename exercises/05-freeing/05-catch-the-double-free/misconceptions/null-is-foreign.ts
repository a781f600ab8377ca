/** Wrong: reports kfree(NULL). */
import { audit as right, type Call, type Finding } from '../solution.ts'

export function audit(calls: readonly Call[]): Finding[] {
  const findings = right(calls)
  const nulls = [...calls.entries()].filter(
    ([, call]) => call.call === 'kfree' && call.address === 0,
  )
  const mistakes: Finding[] = nulls.map(([place]) => ({ place, what: 'foreign' }))
  mistakes.push(...findings.filter(({ what }) => what !== 'leak'))
  mistakes.sort((one, other) => one.place - other.place)
  return [...mistakes, ...findings.filter(({ what }) => what === 'leak')]
}
