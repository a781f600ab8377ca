/** An object with what slab debugging keeps around it: a line for each part, and its bytes. */
import { hex } from '#lib/hex.ts'
import type { DebugObjectView, DebugPart } from '#view/debug-object.ts'
import { type StyledLine, indent, styled } from '../lines.ts'
import { wrap } from '../wrap.ts'
import { type FigureOptions, words } from './box.ts'
import { drawMemory } from './memory.ts'

export function drawDebugObject(view: DebugObjectView, options: FigureOptions): StyledLine[] {
  const { cache, slab, object, address, parts } = view
  const title = `object ${object} of slab ${slab} of ${cache}, ${hex(address)}`
  return [
    ...words(title, options, 'strong'),
    ...parts.flatMap((part) => drawPart(part, options)),
    ...(parts.every(({ isWhole }) => isWhole)
      ? words('Everything is as it must be.', options, 'good')
      : words('The kernel reports what is wrong at the next look, not when it happens.', options)),
  ]
}

/** What is wrong has a sign of its own, also without colour. */
function drawPart({ address, bytes, says, isWhole }: DebugPart, options: FigureOptions) {
  const text = wrap([styled(says, isWhole ? 'accent' : 'bad')], options.width - 2)
  const head = indent(text, styled(isWhole ? '- ' : '! ', isWhole ? 'muted' : 'bad'), styled('  '))
  return [...head, ...drawMemory({ kind: 'memory', address, bytes, marks: [] }, options)]
}
