/** Tells a picture from any other value that an expression of a lesson may give. */
import type { FigureView } from '#view/figure.ts'

/** Only the functions of the scope make objects with these kinds. */
export function isFigure(value: unknown): value is FigureView {
  const kinds: ReadonlySet<unknown> = figureKinds
  return typeof value === 'object' && value !== null && 'kind' in value && kinds.has(value.kind)
}

const figureKinds: ReadonlySet<FigureView['kind']> = new Set([
  'slabs',
  'array cache',
  'slab layout',
  'memory',
  'physical map',
  'address split',
  'cache list',
])

/** What is said in the place of a figure whose expression gives something else. */
export const noFigure =
  'This figure draws nothing: use slabs(cache), memory(address, length) or the like.'
