/** A slab byte by byte: a strip in true proportion, then its parts with their offsets. */
import { hex } from '#lib/hex.ts'
import type { LayoutPart, SlabLayoutView } from '#view/slab-layout.ts'
import { type StyledLine, type StyledRun, styled, tidy } from '../lines.ts'
import { type FigureOptions, type MapRow, count, legend, mapBox, words } from './box.ts'

type Group = 'colour' | 'notes' | 'objects' | 'left over'
type Sign = readonly [string, StyledRun['style']]

const groupOf: Readonly<Record<LayoutPart['what'], Group>> = {
  colour: 'colour',
  descriptor: 'notes',
  bufctl: 'notes',
  padding: 'notes',
  notes: 'notes',
  object: 'objects',
  'left over': 'left over',
}

function signs(unicode: boolean): Readonly<Record<Group, Sign>> {
  return {
    colour: [unicode ? '░' : ':', 'link'],
    notes: [unicode ? '▒' : 'N', 'accent'],
    objects: [unicode ? '█' : '#', 'good'],
    'left over': [unicode ? '·' : '.', 'muted'],
  }
}

export function drawSlabLayout(view: SlabLayoutView, options: FigureOptions): StyledLine[] {
  const which = view.slab === null ? 'a slab' : `slab ${view.slab}`
  const title = `${which} of ${view.cache}: ${count(view.pages, 'page')}, ${view.bytes} bytes, ${count(view.num, 'object')}`
  return [
    ...words(title, options, 'strong'),
    ...strip(view, options),
    ...mapBox(rows(view.parts, options), String(view.bytes), options),
    ...offSlabNote(view, options),
  ]
}

/** Every group that has bytes gets at least one column; the objects take what the others leave. */
function strip({ parts, bytes }: SlabLayoutView, options: FigureOptions): StyledLine[] {
  const columns = Math.min(options.width - 2, 64)
  const sign = signs(options.unicode)
  const sizes = groupSizes(parts)
  const others = sizes.filter(([group]) => group !== 'objects')
  const share = (size: number) => Math.max(1, Math.round((size / bytes) * columns))
  const taken = others.reduce((sum, [, size]) => sum + share(size), 0)
  const runs = sizes.map(([group, size]) => {
    const width = group === 'objects' ? Math.max(1, columns - taken) : share(size)
    return styled(sign[group][0].repeat(width), sign[group][1])
  })
  const entries = sizes.map(
    ([group, size]) => [sign[group][0], `${group} ${size}`, sign[group][1]] as const,
  )
  const [open, close] = options.unicode ? ['▕', '▏'] : ['[', ']']
  return [
    tidy([styled(open, 'muted'), ...runs, styled(close, 'muted')]),
    ...legend(entries, options),
  ]
}

function groupSizes(parts: readonly LayoutPart[]): [Group, number][] {
  const sizes = new Map<Group, number>()
  for (const { what, bytes } of parts) {
    const group = groupOf[what]
    sizes.set(group, (sizes.get(group) ?? 0) + bytes)
  }
  return [...sizes]
}

/** All parts, with the objects between the first and the last left out, so that a slab fits a screen of 24 lines. */
function rows(parts: readonly LayoutPart[], { unicode }: FigureOptions): MapRow[] {
  const objects = parts.filter(({ what }) => what === 'object')
  const hidden = objects.length > 3 ? objects.slice(1, -1) : []
  const first = hidden[0]
  return parts.flatMap((part): MapRow[] => {
    const at = String(part.offset)
    if (part === first) {
      const what = `objects ${part.object} to ${hidden.at(-1)?.object}`
      const size = `${hidden.length} ${unicode ? '×' : 'x'} ${part.bytes}`
      return [{ at, what: [styled(what, 'good')], size, skipped: true }]
    }
    if (hidden.includes(part)) return []
    return [{ at, what: [nameOf(part)], size: count(part.bytes, 'byte') }]
  })
}

function nameOf({ what, object, bytes }: LayoutPart): StyledRun {
  if (what === 'object') return styled(`object ${object}`, 'good')
  if (what === 'descriptor') return styled('struct slab', 'accent')
  if (what === 'bufctl') return styled(`bufctl: ${bytes / 2} links of 2`, 'accent')
  return styled(what, what === 'notes' ? 'accent' : 'muted')
}

function offSlabNote({ offSlab }: SlabLayoutView, options: FigureOptions): StyledLine[] {
  if (!offSlab) return []
  const where = offSlab.address === null ? '' : `, at ${hex(offSlab.address)}`
  const note = `Its struct slab and links, ${offSlab.bytes} bytes, are not here: they are in an object of ${offSlab.cache}${where}.`
  return [[], ...words(note, options)]
}
