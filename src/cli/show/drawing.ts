/** How the pages of the course are drawn on this terminal. */
import type { RenderOptions } from '#text/render.ts'

export interface Drawable {
  readonly unicode: boolean
  readonly colour: boolean
}

/** Where there is no colour, backquotes tell code from words: "the number after `at`". */
export function drawingOptions({ unicode, colour }: Drawable, width: number): RenderOptions {
  return { width, unicode, marks: !colour }
}
