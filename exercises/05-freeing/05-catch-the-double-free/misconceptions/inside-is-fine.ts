/** Wrong: takes an address inside of an object for the object. */
import { audit as right, type Call, type Finding } from '../solution.ts'

export function audit(calls: readonly Call[]): Finding[] {
  const starts: [number, number][] = []
  const rounded = calls.map((call): Call => {
    if (call.call === 'kmalloc') {
      if (call.result !== 0) starts.unshift([call.result, call.size])
      return call
    }
    const { address } = call
    const start = starts.find(([first, size]) => address >= first && address < first + size)
    return start === undefined ? call : { call: 'kfree', address: start[0] }
  })
  return right(rounded)
}
