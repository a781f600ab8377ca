/** What a scratch file has: everything that a cell of a lesson sees, and `show`. */
import { format } from '../notebook/print.ts'
import { figureFunctions, Machines, placeFunctions, shortHex } from '../notebook/scope.ts'

export * from '#kernel/index.ts'
export { preprocess } from '#lib/preprocessor/preprocess.ts'
export { show } from './show.ts'

const machines = new Machines()

/** Starts a machine. What takes only an address means the one booted last. */
export const { boot } = machines

/** Prints values as a cell of a lesson does: numbers in decimal, lists and objects as TypeScript writes them. */
export function print(...values: readonly unknown[]): void {
  console.log(values.map(format).join(' '))
}

export const hex = shortHex
export const { locate, objectIndex, slabNumber, cacheOf } = placeFunctions(machines)
export const {
  slabs,
  arrayCache,
  slabLayout,
  memory,
  physicalMap,
  addressSplit,
  cacheList,
  context,
  cpuArrays,
  reclaim,
  whoIsAsked,
  processes,
  debugObject,
  freeLists,
  frames,
  blockSteps,
  watermarks,
  gfp,
  gfpMasks,
  listing,
  story,
} = figureFunctions(machines)
