/** A scratch file of the learner's in work: what its keys do. */
import { type GuideEvent, type Key, stay, type Step } from './events.ts'
import { openHome } from './home.ts'
import { scrollKey } from './scroll.ts'
import type { Guide, Playground } from './state.ts'

export function stepPlayground(guide: Guide, ground: Playground, key: Key): Step {
  const scrolled = scrollKey(guide, ground, key)
  if (scrolled) return scrolled
  switch (key.text || key.name) {
    case 'e':
      return stay(guide, { kind: 'edit-play' })
    case 'r':
    case 'return':
      return stay(guide, { kind: 'run-play' })
    case 'q':
    case 'escape':
      return stay(openHome(guide), { kind: 'close-play' })
    default:
      return stay(guide)
  }
}

export function openPlayground(
  guide: Guide,
  { name, path }: Extract<GuideEvent, { kind: 'play-opened' }>,
): Step {
  const ground: Playground = {
    kind: 'playground',
    name,
    path,
    running: true,
    played: null,
    scroll: 0,
  }
  return stay({ ...guide, screen: ground })
}

/** What was seen stays on the screen while the file runs again, at the place it was scrolled to. */
export function playgroundEvent(guide: Guide, ground: Playground, event: GuideEvent): Step {
  if (event.kind === 'play-runs') return stay({ ...guide, screen: { ...ground, running: true } })
  if (event.kind !== 'played') return stay(guide)
  return stay({ ...guide, screen: { ...ground, running: false, played: event.played } })
}
