/** Stands between the learner's code and the process it runs in: an exit is a verdict, not an end. */
import { placeOfCall } from './place.ts'
import type { SharedState } from './shared.ts'
import { stop } from './stop.ts'

const WAYS_TO_END = ['exit', 'reallyExit', 'abort', 'kill', '_kill', 'dlopen'] as const
/** Doors to the machine that no exercise needs; a file may import only what its exercise lists. */
const DOORS = ['getBuiltinModule', 'binding', '_linkedBinding', 'chdir'] as const

export function guardProcess(state: SharedState, file: string): void {
  const replace = (name: string, instead: () => never) =>
    Object.defineProperty(process, name, { value: instead, configurable: true })
  for (const name of WAYS_TO_END) {
    replace(name, () =>
      stop(state, { kind: 'exit', detail: `process.${name}`, place: placeOfCall(file) }),
    )
  }
  for (const name of DOORS) {
    replace(name, () =>
      stop(state, {
        kind: 'forbidden-import',
        detail: `process.${name}`,
        place: placeOfCall(file),
      }),
    )
  }
}
