/** Reads the compiled course. Each lesson and exercise is a file of its own and read when it is asked for. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Catalogue, Exercise, Glossary, Lesson } from './model.ts'

/** The built content is not there or cannot be read; the message says what to do. */
export class ContentError extends Error {
  override readonly name = 'ContentError'
}

export interface Content {
  /** The language of the content: the one asked for, or English. */
  readonly language: string
  readonly catalogue: Catalogue
  /** `id` is one of the catalogue; any other is a ContentError. */
  lesson(id: string): Lesson
  /** The words of the course, with their meanings. */
  glossary(): Glossary
  /** `name` is one of the catalogue; any other is a ContentError. */
  exercise(name: string): Exercise
}

const rebuild = 'In its folder, run: npm run build'

/** `root` is the folder of the course. A language the course was not built in falls back to English. */
export function openContent({ root, language }: { root: string; language: string }): Content {
  const isName = /^[A-Za-z0-9-]+$/.test(language)
  const wanted = join(root, 'dist', 'content', isName ? language : 'en')
  const found = existsSync(join(wanted, 'catalogue.json')) ? wanted : join(root, 'dist/content/en')
  const read = (path: string) => readJson(join(found, path))
  let loaded: Catalogue | null = null
  const catalogue = (): Catalogue => (loaded ??= read('catalogue.json'))
  return {
    get language() {
      return catalogue().language
    },
    get catalogue() {
      return catalogue()
    },
    lesson: (id) => read(`lessons/${plainName(id, 'lesson')}.json`),
    glossary: () => read('glossary.json'),
    exercise: (name) => read(`exercises/${plainName(name, 'exercise')}.json`),
  }
}

/** A name from outside never leaves the folder of the content. */
function plainName(name: string, what: string): string {
  if (!/^[\w-]+$/.test(name)) throw new ContentError(`There is no ${what} "${name}".`)
  return name
}

/** What the build wrote is read as it is: the build and the reader are one version. */
function readJson(path: string) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    if (cause instanceof SyntaxError)
      throw new ContentError(`The built course is damaged (${path}). ${rebuild}`, { cause })
    throw new ContentError(`The built course has no ${path}. ${rebuild}`, { cause })
  }
}
