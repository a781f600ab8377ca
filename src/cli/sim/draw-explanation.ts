/** What is known about an address, in a few lines. */
import { hex } from '#lib/hex.ts'
import type { StyledLine } from '#text/lines.ts'
import type { Explanation, PageUse } from '#course/simulation/index.ts'
import { addressText, prose, type SimDrawing } from './prose.ts'
import type { SimWords } from './words.ts'

export function drawExplanation(explanation: Explanation, drawing: SimDrawing): StyledLine[] {
  const { address, page } = explanation
  const { words } = drawing
  const lines = [
    [addressText(address), ...ownerText(explanation, words)].join(': '),
    ...(page
      ? [
          words.explain.page(hex(page.physical), page.frame, page.offset, page.zone),
          ...useText(page.use, words),
        ]
      : [address === 0 ? words.explain.nullPointer : words.explain.noPage]),
  ]
  return lines.flatMap((text) => prose(text, drawing))
}

function ownerText({ held }: Explanation, words: SimWords): string[] {
  if (held === null) return []
  const { name, call, released } = held.held
  const taken = words.explain.taken(name, call, released)
  return held.offset === 0 ? [taken] : [words.explain.inside(held.offset, taken)]
}

function useText(use: PageUse, { explain }: SimWords): string[] {
  switch (use.kind) {
    case 'object': {
      const { object, slab, cache, offset, state } = use.location
      const place = explain.object(object, slab, cache.name, offset, cache.reallen)
      return [place, stateText(state, use.array, explain), ...debugText(use.debug)]
    }
    case 'slab':
      return [explain.slab(use.slab.number, use.cache, explain.parts[use.part])]
    case 'free block':
      return [explain.freeBlock(use.order, 2 ** use.order, use.first)]
    case 'per-CPU list':
      return [explain.parked(use.list, use.cpu)]
    case 'reserved':
      return [explain.reserved[use.use]]
    case 'reclaimable':
      return [explain.reclaimable(use.list, explain.costs[use.cost])]
    case 'in use':
      return [explain.inUse]
  }
}

type ObjectUse = Extract<PageUse, { kind: 'object' }>

function stateText(
  state: ObjectUse['location']['state'],
  array: ObjectUse['array'],
  explain: SimWords['explain'],
): string {
  return array === null ? explain.state[state] : explain.inArray(array.cpu, array.above)
}

/** What slab debugging says of each part, without the bytes. */
function debugText(debug: ObjectUse['debug']): string[] {
  return (debug?.parts ?? []).map(({ says }) => says)
}
