/** watermark_ok.json: single watermark tests on made-up zones. */
import * as v from 'valibot'
import { zone_watermark_ok } from '#kernel/page/watermark.ts'
import { Input } from './compare.ts'
import { itemsOf, nothingExempt, type Reader } from './reader.ts'

const count = v.number()
const flag = v.picklist([0, 1])

/** Free pages, order, mark, class zone, try harder, high, reserves, blocks of each order, result. */
const row = v.tuple([
  count,
  count,
  count,
  count,
  flag,
  flag,
  v.pipe(v.array(count), v.length(3)),
  v.pipe(v.array(count), v.length(11)),
  flag,
])

export const watermarkReader: Reader = {
  format: 'watermark_ok',
  lists: ['rows'],
  fileName: /^watermark_ok/,
  recognises: (document) => v.is(row, itemsOf(document, 'rows')[0]),
  records: (document) =>
    itemsOf(document, 'rows').map((expected, index) => ({
      name: `row ${index + 1}`,
      expected,
      notSimulated: null,
      exemption: nothingExempt,
      run: () => {
        const [...call] = v.parse(row, expected)
        const [free_pages, order, mark, classzone, harder, high, lowmem_reserve, blocks] = call
        const zone = { free_pages, lowmem_reserve, nr_free: Int32Array.from(blocks) }
        const ok = zone_watermark_ok(zone, order, mark, classzone, harder === 1, high === 1)
        return [...call.slice(0, -1).map((value) => new Input(value)), ok ? 1 : 0]
      },
    })),
}
