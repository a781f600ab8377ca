/** An exercise in work: its task, the verdict on every save, hints, solution and reset. */
import { exerciseProgress } from '#course/progress/index.ts'
import { type Effect, type Key, stay, type Step } from './events.ts'
import { openHome, openLesson } from './home.ts'
import { pageOf } from './layout.ts'
import { scrollKey, scrollTo } from './scroll.ts'
import type { Guide, Sheet, Workbench } from './state.ts'

export function stepWorkbench(guide: Guide, bench: Workbench, key: Key): Step {
  if (bench.confirm) return confirmKey(guide, bench, bench.confirm, key)
  const scrolled = scrollKey(guide, bench, key)
  if (scrolled) return scrolled
  if (bench.sheet) return sheetKey(guide, bench, bench.sheet, key)
  switch (key.text || key.name) {
    case 'r':
    case '\r':
    case 'return':
      return key.name === 'return' && bench.verdict?.outcome === 'pass'
        ? next(guide, bench)
        : stay({ ...guide, screen: { ...bench, checking: true } }, { kind: 'check' })
    case 'h':
      return nextHint(guide, bench)
    case 't':
      return scrollTo(guide, bench, 0)
    case 'e':
      return stay(guide, { kind: 'edit' })
    case 'l':
      return lessonSection(guide, bench)
    case 's':
      return solution(guide, bench)
    case 'd':
      return isPassed(guide, bench) ? stay(guide, { kind: 'show-diff' }) : tellEarly(guide, bench)
    case 'x':
      return stay({ ...guide, screen: { ...bench, confirm: 'reset' } })
    case 'n':
      return next(guide, bench)
    case 'q':
    case 'escape':
      return stay(openHome(guide), { kind: 'close-exercise' })
    default:
      return stay(guide)
  }
}

function sheetKey(guide: Guide, bench: Workbench, { below }: Sheet, key: Key): Step {
  const back = ['escape', 'return', 'backspace', 'left'].includes(key.name)
  if (!back && !'qsdt'.includes(key.text || '-')) return stay(guide)
  return stay({ ...guide, screen: { ...bench, sheet: null, scroll: below } })
}

function confirmKey(guide: Guide, bench: Workbench, what: 'reset' | 'solution', key: Key): Step {
  const answered: Guide = { ...guide, screen: { ...bench, confirm: null } }
  if (key.text !== 'y') return stay(answered)
  return stay(answered, { kind: what === 'reset' ? 'reset' : 'show-solution' })
}

function nextHint(guide: Guide, bench: Workbench): Step {
  const { hints } = bench.exercise
  if (bench.hints >= hints.length) return stay({ ...guide, notice: guide.words.noMoreHints })
  const { lines } = pageOf(guide)
  const shown = { ...bench, hints: bench.hints + 1 }
  const scrolled = scrollTo(guide, shown, lines - 1)
  return stay(scrolled.guide, {
    kind: 'record',
    changes: [{ kind: 'hint', exercise: bench.exercise.name, number: shown.hints }],
  })
}

function isPassed({ progress }: Guide, { exercise }: Workbench): boolean {
  return exerciseProgress(progress, exercise.name).passed !== null
}

function hintsLeft({ progress }: Guide, { exercise }: Workbench): number {
  return exercise.hints.length - exerciseProgress(progress, exercise.name).hints
}

function solution(guide: Guide, bench: Workbench): Step {
  if (isPassed(guide, bench)) return stay(guide, { kind: 'show-solution' })
  if (hintsLeft(guide, bench) > 0) return tellEarly(guide, bench)
  return stay({ ...guide, screen: { ...bench, confirm: 'solution' } })
}

function tellEarly(guide: Guide, bench: Workbench): Step {
  const { words } = guide
  const left = hintsLeft(guide, bench)
  const notice = left > 0 ? words.solutionTooEarly(bench.exercise.name, left) : words.diffTooEarly
  return stay({ ...guide, notice })
}

function lessonSection(guide: Guide, { exercise, lesson }: Workbench): Step {
  const section = lesson.sections.findIndex(({ id }) => id === exercise.section)
  return stay(
    { ...guide, screen: { kind: 'opening' } },
    { kind: 'close-exercise' },
    {
      kind: 'open-lesson',
      lesson: lesson.id,
      section: Math.max(0, section),
      cameFrom: exercise.name,
    },
  )
}

/** On to the reading after this exercise's section, or to the next exercise when that is read. */
function next(guide: Guide, { exercise, lesson }: Workbench): Step {
  const section = lesson.sections.findIndex(({ id }) => id === exercise.section)
  const at = lesson.exercises.findIndex(({ name }) => name === exercise.name)
  const sibling = lesson.exercises[at + 1]
  const sameSection = sibling !== undefined && sibling.section === exercise.section
  const effect: Effect = sameSection
    ? { kind: 'open-exercise', name: sibling.name }
    : openLesson(lesson.id, section + 1)
  return stay({ ...guide, screen: { kind: 'opening' } }, { kind: 'close-exercise' }, effect)
}
