/** Tells a picture from any other value that an expression of a lesson may give. */
import type { FigureView } from '#view/figure.ts'

/** Only the functions of the scope make objects with these kinds. */
export function isFigure(value: unknown): value is FigureView {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false
  return typeof value.kind === 'string' && Object.hasOwn(figureKinds, value.kind)
}

/** A record, so that the compiler asks for a kind that is missing. */
const figureKinds: Readonly<Record<FigureView['kind'], true>> = {
  slabs: true,
  'array cache': true,
  'slab layout': true,
  memory: true,
  'physical map': true,
  'address split': true,
  'cache list': true,
  'cache state': true,
  'zone state': true,
  story: true,
  'cpu arrays': true,
  context: true,
  'debug object': true,
  reclaim: true,
  tasks: true,
  'free lists': true,
  frames: true,
  watermarks: true,
  gfp: true,
  'gfp masks': true,
  listing: true,
}

/** What is said in the place of a figure whose expression gives something else. */
export const noFigure =
  'This figure draws nothing: use slabs(cache), memory(address, length) or the like.'
