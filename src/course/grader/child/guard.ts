/** What the learner's code finds under the name `process`: nothing in it leads to the real one, and an exit is a verdict. */
import process from 'node:process'
import { placeOfCall } from './place.ts'
import type { SharedState } from './shared.ts'
import { stop } from './stop.ts'

const WAYS_TO_END: ReadonlySet<string> = new Set([
  'exit',
  'reallyExit',
  'abort',
  'kill',
  '_kill',
  'dlopen',
])
const HARMLESS: ReadonlySet<string> = new Set([
  'cpuUsage',
  'cwd',
  'hrtime',
  'memoryUsage',
  'nextTick',
  'uptime',
])
/** A program may want to hear of its end; here it hears nothing. */
const LISTENING: ReadonlySet<string> = new Set([
  'addListener',
  'off',
  'on',
  'once',
  'removeListener',
])

type Call = (...values: unknown[]) => unknown

export function guardedProcess(state: SharedState, write: (text: string) => void): object {
  const { arch, pid, platform, title, version } = process
  const versions = { ...process.versions }
  const guarded: Record<string, unknown> = { arch, pid, platform, title, version, versions }
  Object.assign(guarded, { argv: [], env: {}, stderr: output(write), stdout: output(write) })
  for (const name of callable(process)) guarded[name] = standIn(name, guarded, state)
  return guarded
}

function callable(object: object): readonly string[] {
  const names: string[] = []
  let owner: object | null = object
  while (owner !== null && owner !== Object.prototype) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
      if (typeof value === 'function' && name !== 'constructor') names.push(name)
    }
    owner = Object.getPrototypeOf(owner) as object | null
  }
  return names
}

/** What no exercise needs is a door to the machine, and ends the run like a forbidden import. */
function standIn(name: string, guarded: object, state: SharedState): Call {
  if (LISTENING.has(name)) return () => guarded
  if (HARMLESS.has(name)) {
    const given = Reflect.get(process, name) as Call
    const call: Call = (...values) => given.apply(process, values)
    return name === 'hrtime' ? Object.assign(call, { bigint: () => process.hrtime.bigint() }) : call
  }
  const kind = WAYS_TO_END.has(name) ? 'exit' : 'forbidden-import'
  const detail = `process.${name}`
  return () => stop(state, { kind, detail, place: placeOfCall(state.file) })
}

function output(write: (text: string) => void): object {
  return {
    isTTY: false,
    columns: 80,
    write(text: unknown) {
      write(String(text))
      return true
    },
  }
}
