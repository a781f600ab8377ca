/** An allocation mask taken apart, and the masks that have a name beside each other. */
import { hex } from '#lib/hex.ts'
import type { GfpFlag } from '#view/gfp-flags.ts'
import type { GfpMasksView, GfpView } from '#view/gfp.ts'
import { type StyledLine, type StyledRun, indent, line, padLine, styled } from '../lines.ts'
import { renderTable } from '../table.ts'
import { wrap } from '../wrap.ts'
import { answered, type FigureOptions, words } from './box.ts'

export function drawGfp(view: GfpView, options: FigureOptions): StyledLine[] {
  const { mask, name, flags, nameless } = view
  const value = hex(mask, 1)
  const unknown: GfpFlag = { name: '-', value: nameless, does: 'bits that mean nothing' }
  const uses = view.situations.map((situation) => `${situation.name}: ${situation.use}`)
  return [
    ...words(name === value ? value : `${value} = ${name}`, options, 'strong'),
    ...drawFlags(nameless === 0 ? flags : [...flags, unknown], options),
    ...answers(view).flatMap(([question, answer, style]) =>
      answered(question, answer, options, { column: questions, style }),
    ),
    ...uses.flatMap((use) => words(use, options, 'muted')),
  ]
}

function drawFlags(flags: readonly GfpFlag[], options: FigureOptions): StyledLine[] {
  if (flags.length === 0) return words('No bit is set.', options)
  const values = Math.max(...flags.map(({ value }) => hex(value, 1).length))
  const names = Math.max(...flags.map(({ name }) => name.length))
  const besides = options.width >= 60
  return flags.flatMap(({ name, value, does }) => {
    const first = [styled(`  ${hex(value, 1).padStart(values)}  `), styled(name, 'accent')]
    if (!besides) return [first, ...indent(wrap([styled(does)], options.width - 4), styled('    '))]
    const margin = values + names + 6
    const [text = [], ...rest] = wrap([styled(does)], options.width - margin)
    const space = styled(' '.repeat(margin))
    return [[...padLine(first, margin), ...text], ...indent(rest, space)]
  })
}

/** Columns of the questions. */
const questions = 24

type Answer = readonly [question: string, text: string, style?: StyledRun['style']]

function answers(view: GfpView): Answer[] {
  const { maySleep, mayStartIO, mayEnterFileSystems, zones, reserve, ending, isQuiet, slab } = view
  const permission = (question: string, { yes, because }: GfpView['maySleep']): Answer => [
    question,
    `${yes ? 'yes' : 'no'}, ${because}`,
    yes ? 'good' : 'plain',
  ]
  return [
    permission('may sleep', maySleep),
    permission('may start I/O', mayStartIO),
    permission('may enter file systems', mayEnterFileSystems),
    zones
      ? ['zones', zones.join(', then ')]
      : ['zones', 'none: DMA and HIGHMEM together have no list', 'bad'],
    ['leaves free', `${partOf(reserve)} of pages_min: ${reserve.because}`],
    ['when memory is short', `${ending}${isQuiet ? '; no message' : ''}`],
    ['in slab', slabText(slab), slab.forbiddenBits === 0 ? 'plain' : 'bad'],
    ['in a log', `mode:${hex(view.mask, 1)}`],
  ]
}

/** `all`, or a fraction in its shortest form. */
function partOf({ kept, of }: GfpView['reserve']): string {
  if (kept === of) return 'all'
  for (let cut = kept; cut > 1; cut--) {
    if (kept % cut === 0 && of % cut === 0) return `${kept / cut}/${of / cut}`
  }
  return `${kept}/${of}`
}

function slabText({ dma, forbidden, forbiddenBits, mayGrow }: GfpView['slab']): string {
  const caches = dma ? 'kmalloc takes a cache of DMA memory' : 'kmalloc takes an ordinary cache'
  if (forbiddenBits !== 0) {
    const names = forbidden.length > 0 ? forbidden.join(' and ') : hex(forbiddenBits, 1)
    return `${caches}; unnoticed as long as there is an object, a BUG when the cache must grow: ${names}`
  }
  return mayGrow ? caches : `${caches}; NULL when the cache would have to grow`
}

export function drawGfpMasks({ masks, flags }: GfpMasksView, options: FigureOptions): StyledLine[] {
  // The last columns are left out where they would squeeze the names.
  const columns = options.width >= 72 ? 7 : 5
  const sign = ({ yes }: GfpView['maySleep']) => (yes ? 'yes' : 'no')
  const cells = (texts: readonly string[]) => texts.slice(0, columns).map((text) => line(text))
  const table = renderTable(
    {
      align: ['left', 'right', 'left', 'left', 'left', 'left', 'left'],
      head: cells(['mask', 'value', 'sleep', 'I/O', 'fs', 'keeps', 'zones']),
      rows: masks.map(({ name, value, view }) =>
        cells([
          name,
          hex(value, 1),
          sign(view.maySleep),
          sign(view.mayStartIO),
          sign(view.mayEnterFileSystems),
          partOf(view.reserve),
          view.zones?.join(', ') ?? 'none',
        ]),
      ),
    },
    options,
  )
  const keeps = 'keeps: the part of pages_min that must stay free once kswapd is woken'
  const note = columns > 5 ? words(keeps, options, 'muted') : []
  return [...table, ...note, [], ...drawFlags(flags, options)]
}
