/** Wrong: does not tell a second kfree from a foreign one. */
import { audit as right, type Call, type Finding } from '../solution.ts'

export function audit(calls: readonly Call[]): Finding[] {
  return right(calls).map(({ place, what }) => ({
    place,
    what: what === 'twice' ? 'foreign' : what,
  }))
}
