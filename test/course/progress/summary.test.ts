/** What comes next, and how much of a lesson is done. */
import { describe, expect, it } from 'vitest'
import type { Catalogue, LessonEntry } from '#course/model.ts'
import { nextThing, openProgress, type ProgressStore, summarize } from '#course/progress/index.ts'
import { temporaryFolder } from '../folder.ts'

function lesson(id: string, sections: string[], exercises: [string, string][] = []): LessonEntry {
  return {
    id,
    title: id,
    minutes: 10,
    sections: sections.map((section) => ({ id: section, title: section })),
    predictions: [],
    exercises: exercises.map(([name, section]) => ({
      name,
      section,
      folder: '',
      title: name,
      minutes: 5,
    })),
    problems: 0,
  }
}

const first = lesson('00-first', ['a', 'b', 'c'], [['hello', 'a']])
const second = lesson('01-second', ['d'], [['grow', 'd']])
const catalogue: Catalogue = { language: 'en', lessons: [first, second] }

/** The next thing in one word. */
function next(store: ProgressStore): string {
  const thing = nextThing(store.current(), catalogue)
  if (thing.kind === 'done') return 'done'
  if (thing.kind === 'exercise') return thing.exercise.name
  return thing.lesson.sections[thing.section]?.id ?? 'none'
}

function store(): ProgressStore {
  return openProgress(temporaryFolder())
}

const read = (of: string, section: string) => ({ kind: 'read', lesson: of, section }) as const
const passed = (exercise: string) => ({ kind: 'attempt', exercise, passed: true }) as const

describe('the next thing', () => {
  it('is the first section of the course at the beginning', () => {
    expect(next(store())).toBe('a')
  })

  it('is the exercise of a section that was read', () => {
    const progress = store()
    progress.record(read('00-first', 'a'))
    expect(next(progress)).toBe('hello')
  })

  it('is the section the learner was at', () => {
    const progress = store()
    progress.record({ kind: 'place', lesson: '00-first', section: 'c' })
    expect(next(progress)).toBe('c')
  })

  it('is what was left out, when all behind it is done', () => {
    const progress = store()
    progress.record(read('00-first', 'c'), { kind: 'place', lesson: '00-first', section: 'c' })
    expect(next(progress)).toBe('a')
  })

  it('goes on to the next lesson, and back to one that was skipped', () => {
    const progress = store()
    progress.record(...['a', 'b', 'c'].map((id) => read('00-first', id)), passed('hello'))
    expect(next(progress)).toBe('d')
    const skipped = store()
    skipped.record({ kind: 'place', lesson: '01-second', section: 'd' })
    skipped.record(read('01-second', 'd'), passed('grow'))
    expect(next(skipped)).toBe('a')
  })

  it('is nothing when everything is done', () => {
    const progress = store()
    progress.record(...['a', 'b', 'c'].map((id) => read('00-first', id)), passed('hello'))
    progress.record(read('01-second', 'd'), passed('grow'))
    expect(next(progress)).toBe('done')
  })

  it('survives a place in a lesson that is gone', () => {
    const progress = store()
    progress.record({ kind: 'place', lesson: '99-gone', section: 'x' })
    expect(next(progress)).toBe('a')
  })
})

describe('the summary of a lesson', () => {
  it('counts sections and exercises of this version only', () => {
    const progress = store()
    progress.record(
      read('00-first', 'a'),
      read('00-first', 'gone'),
      passed('hello'),
      passed('grow'),
    )
    expect(summarize(progress.current(), first)).toEqual({
      done: 2,
      total: 4,
      sectionsRead: 1,
      exercisesPassed: 1,
    })
  })
})
