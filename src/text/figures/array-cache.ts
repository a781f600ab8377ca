/** The array of a CPU as a stack, top first. */
import { hex } from '#lib/hex.ts'
import type { ArrayCacheView } from '#view/array-cache.ts'
import { type StyledLine, type StyledRun, styled, tidy } from '../lines.ts'
import { type FigureOptions, boxGlyphs, count, words } from './box.ts'

/** Entries drawn at the top and at the bottom; what is between them is only counted. */
const drawnTop = 5
const drawnBottom = 2

export function drawArrayCache(view: ArrayCacheView, options: FigureOptions): StyledLine[] {
  const { cache, entries, limit, batchcount } = view
  const title = `${cache}: the array of this CPU`
  const state = `${count(entries.length, 'object')} in it, limit ${limit}, batchcount ${batchcount}`
  const head = [...words(title, options, 'strong'), ...words(state, options), []]
  if (entries.length === 0) {
    const empty = 'Empty: the next kmem_cache_alloc must fetch objects from the slabs first.'
    return [...head, ...words(empty, options, 'muted')]
  }
  const note = 'top: the next kmem_cache_alloc takes it, kmem_cache_free puts one above it'
  const mark = topMark(options)
  return [...head, ...stack(view, options), [], ...words(`${mark} ${note}`, options)]
}

function topMark({ unicode }: FigureOptions): string {
  return unicode ? '◀' : '<'
}

function stack({ entries }: ArrayCacheView, options: FigureOptions): StyledLine[] {
  const { across, down, corners, skipped } = boxGlyphs(options.unicode)
  const digits = Math.max(2, String(entries.length - 1).length)
  const texts = entries.map((entry) => entryText(entry))
  const inner = Math.max(...texts.map((text) => text.length))
  const hidden = entries.length - drawnTop - drawnBottom
  const shows = (index: number) =>
    hidden <= 1 || index < drawnBottom || index >= entries.length - drawnTop
  const row = (index: number): StyledLine => {
    const isTop = index === entries.length - 1
    const style: StyledRun['style'] = isTop ? 'good' : 'plain'
    return tidy([
      styled(`${String(index).padStart(digits)} `, 'muted'),
      styled(`${down} `, 'muted'),
      styled((texts[index] ?? '').padEnd(inner), style),
      styled(` ${down}`, 'muted'),
      styled(isTop ? ` ${topMark(options)}` : '', 'good'),
    ])
  }
  const margin = ' '.repeat(digits + 1)
  const gap = `${skipped} ${hidden} more`.padEnd(inner)
  const lines: StyledLine[] = []
  for (let index = entries.length - 1; index >= 0; index--) {
    if (shows(index)) lines.push(row(index))
    else if (shows(index - 1)) lines.push([styled(`${margin}${down} ${gap} ${down}`, 'muted')])
  }
  const edge = corners[2] + across.repeat(inner + 2) + corners[3]
  return [...lines, [styled(margin + edge, 'muted')]]
}

function entryText(entry: ArrayCacheView['entries'][number]): string {
  const isPlaced = entry.slab !== null && entry.object !== null
  return isPlaced ? `${placeText(entry).padEnd(17)} ${hex(entry.address)}` : placeText(entry)
}

/** Which object of which slab; the address of what is none. */
export function placeText({ address, slab, object }: ArrayCacheView['entries'][number]): string {
  return slab === null || object === null ? hex(address) : `slab ${slab} object ${object}`
}
