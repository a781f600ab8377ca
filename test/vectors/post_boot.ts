/** post_boot.json: the complete state of all caches right after boot. */
import * as v from 'valibot'
import {
  bootFor,
  configurationInput,
  configurationShape,
  itemsOf,
  nothingExempt,
  type Reader,
} from './reader.ts'
import { bootState, byIndex } from './state.ts'

const record = v.looseObject({
  ...configurationShape,
  caches: v.array(v.looseObject({ ac: v.array(v.unknown()), slabs_ever: v.number() })),
})

export const postBootReader: Reader = {
  format: 'post_boot',
  lists: ['configs'],
  fileName: /^post_boot/,
  recognises: (document) => v.is(record, itemsOf(document, 'configs')[0]),
  records: (document) =>
    itemsOf(document, 'configs').map((expected) => {
      const config = v.parse(record, expected)
      return {
        name: `${config.l1}/${config.cache_line}/${config.mem_mb}`,
        expected,
        notSimulated: null,
        exemption: nothingExempt,
        run: () => {
          const kernel = bootFor(config)
          const caches = byIndex(kernel).map((cache) => bootState(kernel, cache))
          return { ...configurationInput(config), caches }
        },
      }
    }),
}
