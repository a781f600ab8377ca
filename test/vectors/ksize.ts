/** ksize.json: what a request of each size gets, as runs of sizes with the same answer. */
import * as v from 'valibot'
import { GFP_KERNEL, NULL, placeOf, type Kernel } from '#kernel/index.ts'
import { Input, type Actual } from './compare.ts'
import { bootFor, listReader } from './reader.ts'

const record = v.looseObject({ l1: v.number(), runs: v.array(v.array(v.unknown())) })

/** Megabytes of the machine: enough for every size. */
const MEGABYTES = 256
const MOST = 131073

/** `[ksize, cache name, index of the size class]` of one request, which is given back. */
function request(kernel: Kernel, size: number): [number, string, number | null] {
  const address = kernel.kmalloc(size, GFP_KERNEL)
  const name = placeOf(kernel, address)?.cache.name ?? '(null)'
  const index = kernel.malloc_sizes.findIndex(({ cs_cachep }) => cs_cachep.name === name)
  const found: [number, string, number | null] = [
    kernel.ksize(address),
    name,
    address === NULL ? null : index,
  ]
  kernel.kfree(address)
  return found
}

function answer(l1: number): Actual {
  const kernel = bootFor({ l1, cache_line: l1, mem_mb: MEGABYTES })
  const runs: [number, number, number, string, number | null][] = []
  for (let size = 0; size <= MOST; size++) {
    const [bytes, name, index] = request(kernel, size)
    const last = runs.at(-1)
    if (last !== undefined && last[2] === bytes && last[3] === name) last[1] = size
    else runs.push([size, size, bytes, name, index])
  }
  return { l1: new Input(l1), runs }
}

export const ksizeReader = listReader({
  format: 'ksize',
  list: 'configs',
  fileName: /^ksize/,
  record,
  answering: ({ l1 }) => ({
    name: `line ${l1}`,
    run: () => answer(l1),
  }),
})
