/** The caches of a machine as a table; those without a slab are only named. */
import type { CacheListView } from '#view/cache-list.ts'
import { type StyledLine, line } from '../lines.ts'
import { renderTable } from '../table.ts'
import { type FigureOptions, words } from './box.ts'

export function drawCacheList({ caches }: CacheListView, options: FigureOptions): StyledLine[] {
  const used = caches.filter(({ slabs }) => slabs > 0)
  const empty = caches.filter(({ slabs }) => slabs === 0).map(({ name }) => name)
  // The last columns are left out where they would squeeze the names.
  const columns = options.width >= 52 ? 5 : 3
  const table = renderTable(
    {
      align: ['left', 'right', 'right', 'right', 'right'],
      head: cells(['cache', 'in use', 'objects', 'bytes', 'pages'], columns),
      rows: used.map(({ name, objsize, num, slabs, pages, active }) =>
        cells([name, active, num * slabs, objsize, pages], columns),
      ),
    },
    options,
  )
  if (empty.length === 0) return table
  return [...table, [], ...words(`Without a slab: ${empty.join(', ')}.`, options, 'muted')]
}

function cells(values: readonly (string | number)[], columns: number): StyledLine[] {
  return values.slice(0, columns).map((value) => line(String(value)))
}
