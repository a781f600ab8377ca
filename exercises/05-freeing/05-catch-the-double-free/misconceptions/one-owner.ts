/** Wrong: does not see that an object has a second owner. */
import { audit as right, type Call, type Finding } from '../solution.ts'

export function audit(calls: readonly Call[]): Finding[] {
  return right(calls).filter(({ what }) => what !== 'shared')
}
