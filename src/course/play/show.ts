/** How a picture gets from running code to whoever shows it. */
import type { FigureView } from '#view/figure.ts'

/** A picture, or why there is none. */
export type Shown = FigureView | { readonly broken: string }

let receiver: ((figure: Shown) => void) | null = null

/** From now on every picture goes there; one receiver at a time. */
export function receiveFigures(to: (figure: Shown) => void): void {
  receiver = to
}

/** Shows a picture: `show(slabs(cache))`. It is the machine as it is at this moment. */
export function show(figure: FigureView): void {
  showOrSay(figure)
}

/** The same, for what may have failed before there was a picture. */
export function showOrSay(figure: Shown): void {
  receiver?.(figure)
}
