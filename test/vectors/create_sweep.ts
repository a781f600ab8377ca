/** create_sweep_*.json: thousands of calls of kmem_cache_create with sizes, alignments and flags. */
import * as v from 'valibot'
import type { Kernel } from '#kernel/index.ts'
import { Input, type Actual } from './compare.ts'
import { bootFor, configurationShape, itemsOf, nothingExempt, type Reader } from './reader.ts'
import { geometry } from './state.ts'

const shape = v.looseObject({
  about: v.looseObject({
    config: v.object(configurationShape),
    columns: v.looseTuple([v.literal('size'), v.literal('align'), v.literal('flags')]),
  }),
  rows: v.array(v.unknown()),
})

/** The first columns: the call. */
const INPUTS = ['size', 'align', 'flags']

/** A column may carry a remark in brackets behind its name. */
function columnName(column: string): string {
  return column.replace(/ \(.*$/, '')
}

function answer(kernel: Kernel, row: number, columns: string[], call: Map<string, number>): Actual {
  const size = call.get('size') ?? 0
  const align = call.get('align') ?? 0
  const flags = call.get('flags') ?? 0
  const cache = kernel.kmem_cache_create(`sweep-${row}`, size, align, flags)
  if (cache === null) return null
  const found = geometry(kernel, cache)
  return columns.map((column) => {
    const input = call.get(column)
    return input === undefined ? (found[column] ?? null) : new Input(input)
  })
}

export const createSweepReader: Reader = {
  format: 'create_sweep',
  lists: ['rows'],
  fileName: /^create_sweep/,
  recognises: (document) => v.is(shape, document),
  records: (document) => {
    const { about } = v.parse(shape, document)
    const columns = v.parse(v.array(v.string()), about.columns).map(columnName)
    let kernel: Kernel | null = null
    return itemsOf(document, 'rows').map((expected, row) => {
      const cells = v.parse(v.array(v.unknown()), expected)
      const call = new Map(INPUTS.map((name, i) => [name, v.parse(v.number(), cells[i])]))
      return {
        name: `row ${row + 1} ${JSON.stringify(Object.fromEntries(call))}`,
        expected,
        notSimulated: null,
        exemption: nothingExempt,
        run: () => {
          kernel ??= bootFor(about.config)
          return answer(kernel, row, columns, call)
        },
      }
    })
  },
}
