/** The commands about memory that can be had back: the page cache, a cache with a shrinker, processes, kswapd. */
import type { DentryCache, Kernel, Task } from '#kernel/index.ts'
import { type Call, type Done, nothing, type On, quietly } from './call.ts'
import { UnknownName } from './parse.ts'
import { SimulationError } from './problem.ts'

/** What pages of the page cache need before they are free. */
export const pageKinds = ['clean', 'needs-fs', 'needs-io'] as const

/** The cache of names of files, which is made when it is first filled: one for each machine. */
const dentryCaches = new WeakMap<Kernel, DentryCache>()

function dentryCacheOf(kernel: Kernel): DentryCache {
  const known = dentryCaches.get(kernel)
  if (known) return known
  const made = kernel.makeDentryCache()
  dentryCaches.set(kernel, made)
  return made
}

/** More pages than any machine has, so that a slip of the hand does not take for ever. */
const mostPages = 1 << 20

function pagesOf({ values }: On, name: string, otherwise = 0): number {
  const pages = values.number(name, otherwise)
  if (pages <= mostPages) return pages
  throw new SimulationError(`No machine has ${pages} pages: give a number up to ${mostPages}.`)
}

/** The process that a word names: by its pid, or the newest one of that name. */
export function taskOf({ kernel, values }: On): Task {
  const word = values.word('task')
  const tasks = kernel.tasks()
  const found = tasks.findLast(({ pid, comm }) => String(pid) === word || comm === word)
  if (found) return found
  const known = tasks.map(({ comm }) => comm)
  throw new UnknownName(
    `There is no process "${word}".`,
    word,
    known,
    tasks.length === 0 ? 'start makes one.' : 'tasks shows all processes.',
  )
}

function counted(count: number, what: 'page' | 'object'): Done {
  return { result: { kind: 'count', count, what }, notes: [] }
}

export const reclaimCalls = {
  fill(on: On): Call {
    const pages = pagesOf(on, 'pages')
    const word = on.values.word('kind') || 'clean'
    const kind = pageKinds.find((known) => known === word)
    if (kind === undefined) {
      const advice = `Kinds: ${pageKinds.join(', ')}.`
      throw new UnknownName(`There are no pages of kind "${word}".`, word, pageKinds, advice)
    }
    return {
      text: `fillPageCache({ pages: ${pages}, kind: '${kind}' })`,
      make: () => counted(on.kernel.fillPageCache({ pages, kind }).length, 'page'),
    }
  },

  dentries(on: On): Call {
    const names = pagesOf(on, 'number')
    return {
      text: `dentryCache.fill(${names})`,
      make: () => counted(dentryCacheOf(on.kernel).fill(names), 'object'),
    }
  },

  start(on: On): Call {
    const comm = on.values.word('name')
    const pages = pagesOf(on, 'pages')
    return {
      text: `startTask({ comm: '${comm}', pages: ${pages} })`,
      make() {
        const { pid, state } = on.kernel.startTask({ comm, pages })
        return { result: { kind: 'task', pid, comm, state }, notes: [] }
      },
    }
  },

  exit(on: On): Call {
    const task = taskOf(on)
    return {
      text: `do_exit(${task.comm})`,
      make: () => quietly(() => on.kernel.do_exit(task)),
    }
  },

  kswapd: ({ kernel }: On): Call => ({
    text: 'runKswapd()',
    make() {
      kernel.runKswapd()
      return nothing
    },
  }),
} as const satisfies Record<string, (on: On) => Call>
