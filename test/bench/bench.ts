/**
 * `npm run bench`: the figures that matter, measured on this computer. `npm run bench -- kernel` runs one topic.
 * A topic is a file beside this one that exports a function giving a table; add it to the list below.
 */
import { table, type Table } from './table.ts'

const topics: { readonly [name: string]: () => Promise<Table> } = {
  kernel: async () => (await import('./kernel.ts')).kernel(),
  floor: async () => (await import('./floor.ts')).floor(),
  churn: async () => (await import('./churn.ts')).churnTable(),
  live: async () => (await import('./live.ts')).live(),
  events: async () => (await import('./events.ts')).events(),
  machine: async () => (await import('./machine.ts')).machine(),
  boot: async () => (await import('./boot.ts')).boot(),
  startup: async () => (await import('./startup.ts')).startup(),
  verdict: async () => (await import('./verdict.ts')).verdict(),
  'check-all': async () => (await import('./check-all.ts')).checkAll(),
  memory: async () => (await import('./memory.ts')).memory(),
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !Object.hasOwn(topics, name))
if (unknown.length > 0) {
  console.error(
    `There is no topic ${unknown.join(', ')}. Topics: ${Object.keys(topics).join(', ')}.`,
  )
  process.exitCode = 2
} else {
  for (const [name, measure] of Object.entries(topics)) {
    if (wanted.length === 0 || wanted.includes(name)) console.log(table(await measure()))
  }
}
