/** Moving through a page that is longer than the screen. */
import { type Key, stay, type Step } from './events.ts'
import { pageOf } from './layout.ts'
import type { Guide, Playground, Reader, Stepper, Workbench } from './state.ts'

type Scrolled = Reader | Workbench | Playground | Stepper

/** What a scrolling key does; `null` for any other key. */
export function scrollKey(guide: Guide, screen: Scrolled, key: Key): Step | null {
  const { last, step } = pageOf(guide)
  const from = Math.min(screen.scroll, last)
  const to = (line: number): Step => scrollTo(guide, screen, line)
  switch (key.name) {
    case 'up':
      return to(from - 1)
    case 'down':
      return to(from + 1)
    case 'pageup':
      return to(from - step)
    case 'pagedown':
    case 'space':
      return to(from + step)
    case 'home':
      return to(0)
    case 'end':
      return to(last)
    default:
      return null
  }
}

/** Shows the page from this line on, as far as there is one. */
export function scrollTo(guide: Guide, screen: Scrolled, line: number): Step {
  const { last } = pageOf({ ...guide, screen })
  return stay({ ...guide, screen: { ...screen, scroll: Math.min(Math.max(line, 0), last) } })
}
