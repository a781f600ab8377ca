/** What Tab offers at the end of a line: commands, names, caches, flags, files. */
import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import {
  type ArgumentKind,
  argumentsOf,
  bootWords,
  commandNames,
  isOperation,
  pageKinds,
  type Simulation,
} from '#course/simulation/index.ts'
import { cacheFlagNames, gfpNames } from '#view/flag-names.ts'

/** What the last word may become, and that word: as node:readline wants it. */
export function complete(simulation: Simulation, line: string): [string[], string] {
  const words = line.trimStart().split(/\s+/)
  const typed = words.at(-1) ?? ''
  const repeats = words[0] === 'repeat'
  const before = words.slice(repeats ? 2 : 0, -1)
  if (repeats && words.length <= 2) return [[], typed]
  const offered = offers(simulation, before, typed)
  const found = offered.filter((each) => each.toLowerCase().startsWith(typed.toLowerCase()))
  return [found.sort(), typed]
}

function offers(simulation: Simulation, before: readonly string[], typed: string): string[] {
  const [name, ...given] = before
  if (name === undefined) return [...commandNames, 'repeat'].map((each) => `${each} `)
  const wanted = argumentsOf(name) ?? []
  // An optional number that was left out does not hide what may follow it.
  const next = wanted[given.length]
  const kinds = wanted.slice(given.length).map(({ kind }) => kind)
  const kind = next === undefined ? wanted.at(-1)?.kind : next.kind
  if (kind === undefined) return []
  return [...new Set([kind, ...(next?.optional ? kinds : [])])].flatMap((each) =>
    wordsOf(each, simulation, typed),
  )
}

function wordsOf(kind: ArgumentKind, { machine }: Simulation, typed: string): string[] {
  switch (kind) {
    case 'gfp':
      return [...gfpNames.keys()]
    case 'cache-flags':
      return [...cacheFlagNames.keys()]
    case 'address':
    case 'frame':
      return machine.names.all().flatMap(({ name, released }) => (released ? [] : [name]))
    case 'cache':
      return machine.kernel.caches().map(({ name }) => name)
    case 'boot':
      return [...bootWords]
    case 'page-kind':
      return [...pageKinds]
    case 'task':
      return [...new Set(machine.kernel.tasks().map(({ comm }) => comm))]
    case 'line':
      return commandNames.filter((name) => isOperation(name)).map((name) => `${name} `)
    case 'zone':
      return machine.kernel.machine.zones.flatMap(({ name, present_pages }) =>
        present_pages > 0 ? [name] : [],
      )
    case 'cpu':
      return machine.kernel.machine.cpus.map(({ id }) => String(id))
    case 'lock':
      return [...machine.locks.held()]
    case 'switch':
      return ['on', 'off']
    case 'command':
      return [...commandNames]
    case 'file':
      return files(typed)
    default:
      return []
  }
}

/** Files and folders that begin like this; a folder can be gone on from. */
function files(typed: string): string[] {
  const folder = typed.endsWith('/') ? typed : dirname(typed)
  if (!existsSync(folder)) return []
  const begins = typed.endsWith('/') ? '' : basename(typed)
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name.startsWith(begins) && (begins !== '' || !name.startsWith('.')))
    .map((entry) => {
      const path = typed.includes('/') ? join(folder, entry.name) : entry.name
      return entry.isDirectory() ? `${path}/` : path
    })
}
