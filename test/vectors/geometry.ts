/** geometry.json: structure sizes and the geometry of every general cache, for each configuration. */
import * as v from 'valibot'
import { sizeof } from '#kernel/index.ts'
import {
  bootFor,
  type Configuration,
  configurationInput,
  configurationShape,
  listReader,
} from './reader.ts'
import type { Actual } from './compare.ts'
import { byIndex, geometry } from './state.ts'

const record = v.looseObject({ ...configurationShape, sizeof: v.looseObject({}) })

function answer(config: Configuration): Actual {
  const kernel = bootFor(config)
  const { offslab_limit, slab_break_gfp_order } = kernel.machine
  return {
    ...configurationInput(config),
    sizeof,
    offslab_limit,
    slab_break_gfp_order,
    caches: byIndex(kernel).map((cache) => ({
      cid: cache.index,
      name: cache.name,
      flags: cache.flags,
      ...geometry(kernel, cache),
    })),
  }
}

export const geometryReader = listReader({
  format: 'geometry',
  list: 'configs',
  fileName: /^geometry/,
  record,
  answering: (config) => ({
    name: `${config.l1}/${config.cache_line}/${config.mem_mb}`,
    run: () => answer(config),
  }),
})
