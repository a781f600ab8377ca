/** geometry.json: structure sizes and the geometry of every general cache, for each configuration. */
import * as v from 'valibot'
import { sizeof } from '#kernel/index.ts'
import {
  bootFor,
  configurationInput,
  configurationShape,
  itemsOf,
  nothingExempt,
  type Configuration,
  type Reader,
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

export const geometryReader: Reader = {
  format: 'geometry',
  lists: ['configs'],
  fileName: /^geometry/,
  recognises: (document) => v.is(record, itemsOf(document, 'configs')[0]),
  records: (document) =>
    itemsOf(document, 'configs').map((expected) => {
      const config = v.parse(record, expected)
      return {
        name: `${config.l1}/${config.cache_line}/${config.mem_mb}`,
        expected,
        notSimulated: null,
        exemption: nothingExempt,
        run: () => answer(config),
      }
    }),
}
