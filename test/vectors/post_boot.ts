/** post_boot.json: the complete state of all caches right after boot. */
import * as v from 'valibot'
import { bootFor, configurationInput, configurationShape, listReader } from './reader.ts'
import { bootState, byIndex } from './state.ts'

const record = v.looseObject({
  ...configurationShape,
  caches: v.array(v.looseObject({ ac: v.array(v.unknown()), slabs_ever: v.number() })),
})

export const postBootReader = listReader({
  format: 'post_boot',
  list: 'configs',
  fileName: /^post_boot/,
  record,
  answering: (config) => ({
    name: `${config.l1}/${config.cache_line}/${config.mem_mb}`,
    run: () => {
      const kernel = bootFor(config)
      const caches = byIndex(kernel).map((cache) => bootState(kernel, cache))
      return { ...configurationInput(config), caches }
    },
  }),
})
