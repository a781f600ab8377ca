/** The commands that only look: what they show, as data. */
import { findProblems, KernelBug } from '#kernel/index.ts'
import { viewArrayCache } from '#view/array-cache.ts'
import { viewCacheList } from '#view/cache-list.ts'
import { viewContext } from '#view/context.ts'
import { viewCpuArrays } from '#view/cpu-arrays.ts'
import { viewDebugObject } from '#view/debug-object.ts'
import type { FigureView } from '#view/figure.ts'
import { viewFrames } from '#view/frames.ts'
import { viewFreeLists } from '#view/free-lists.ts'
import { viewGfp, viewGfpMasks } from '#view/gfp.ts'
import { viewMemory } from '#view/memory.ts'
import { viewReclaim } from '#view/reclaim.ts'
import { viewSlabLayout } from '#view/slab-layout.ts'
import { viewSlabs } from '#view/slabs.ts'
import { viewTasks } from '#view/tasks.ts'
import { viewWatermarks } from '#view/watermarks.ts'
import { viewZoneState } from '#view/zone-state.ts'
import type { LookName } from './commands.ts'
import { type Explanation, explain } from './explain.ts'
import type { SimulatedMachine } from './machine.ts'
import type { Held } from './names.ts'
import { SimulationError } from './problem.ts'
import type { Values } from './values.ts'

export type Look =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'figure'; readonly view: FigureView }
  | { readonly kind: 'bytes'; readonly bytes: number }
  | { readonly kind: 'explanation'; readonly explanation: Explanation }
  | { readonly kind: 'names'; readonly names: readonly Held[] }
  | { readonly kind: 'problems'; readonly problems: readonly string[] }

/** Bytes that `read` shows when nothing else is said. */
const usualLength = 64
/** Frames that `frames` shows. */
const usualFrames = 64
/** Bytes that `read` shows at most. */
const longestRead = 4096

/** Throws SimulationError when the words mean nothing here, or no memory stands where to look. */
export function look(name: LookName, machine: SimulatedMachine, values: Values): Look {
  try {
    return looks[name](machine, values)
  } catch (error) {
    // Looking at what the kernel itself would stop over: an oops of nobody.
    if (error instanceof KernelBug) {
      throw new SimulationError(`There is nothing to see there: ${error.message}.`)
    }
    // A question that this machine has no answer to: a zone, a frame, a mask that it has not.
    if (error instanceof RangeError) throw new SimulationError(sentenceOf(error.message))
    throw error
  }
}

/** What a view says is wrong, without the name that it has in a lesson. */
function sentenceOf(message: string): string {
  const [, sentence = message] = /^\w+: (.*)$/.exec(message) ?? []
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

const text = (shown: string): Look => ({ kind: 'text', text: shown.trimEnd() })
const figure = (view: FigureView): Look => ({ kind: 'figure', view })

const looks: Readonly<Record<LookName, (machine: SimulatedMachine, values: Values) => Look>> = {
  ksize({ kernel }, values) {
    return { kind: 'bytes', bytes: kernel.ksize(values.place('object').address) }
  },
  slabinfo: ({ kernel }) => text(kernel.slabinfo()),
  buddyinfo: ({ kernel }) => text(kernel.buddyinfo()),
  meminfo: ({ kernel }) => text(kernel.meminfo()),
  zones({ kernel }, values) {
    if (!values.has('order') && !values.has('flags')) return figure(viewZoneState(kernel))
    const question = { gfp: values.gfp(), order: values.number('order') }
    return figure(viewWatermarks(kernel, question))
  },
  freelists({ kernel }, values) {
    return figure(viewFreeLists(kernel, values.has('zone') ? values.word('zone') : undefined))
  },
  frames({ kernel }, values) {
    return figure(viewFrames(kernel, values.frame('frame'), values.number('count', usualFrames)))
  },
  context: ({ kernel, locks }) =>
    figure(viewContext(kernel, locks.held(kernel.smp_processor_id()))),
  reclaim: ({ kernel }) => figure(viewReclaim(kernel)),
  tasks: ({ kernel }) => figure(viewTasks(kernel)),
  gfp({ kernel }, values) {
    return figure(values.has('flags') ? viewGfp(values.gfp(), kernel) : viewGfpMasks(kernel))
  },
  caches: ({ kernel }) => figure(viewCacheList(kernel)),
  slabs: ({ kernel }, values) => figure(viewSlabs(kernel, values.cache())),
  array: ({ kernel }, values) => figure(viewArrayCache(kernel, values.cache())),
  arrays: ({ kernel }, values) => figure(viewCpuArrays(kernel, values.cache())),
  layout: ({ kernel }, values) => figure(viewSlabLayout(kernel, values.cache())),
  read({ kernel }, values) {
    const length = values.number('length', usualLength)
    if (length > longestRead) throw new SimulationError(`read shows at most ${longestRead} bytes.`)
    return figure(viewMemory(kernel, values.place('address').address, length))
  },
  debug: ({ kernel }, values) => figure(viewDebugObject(kernel, values.place('object').address)),
  explain({ kernel, names }, values) {
    const { address } = values.place('address')
    return { kind: 'explanation', explanation: explain(kernel, names, address) }
  },
  names: ({ names }) => ({ kind: 'names', names: names.all() }),
  check: ({ kernel }) => ({ kind: 'problems', problems: findProblems(kernel) }),
  log: ({ kernel }) => text(kernel.log().join('\n')),
}
