/** What lies in `lessons/` and `exercises/`: what is missing, what has no place there, and which names are not legal. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Problem } from '../model.ts'
import { exerciseName } from '../compile/exercise.ts'

/** The files of one exercise; all paths are from the root of the course. */
export interface ExerciseFiles {
  readonly folder: string
  readonly name: string
  readonly starter: string
  readonly solution: string
  readonly alternative: string
  readonly tour: string
  readonly misconceptions: readonly string[]
  readonly cheats: readonly string[]
  /** Further TypeScript in the folder: something of the exercise has to import it. */
  readonly others: readonly string[]
}

export interface Tree {
  readonly exercises: readonly ExerciseFiles[]
  /** Every file that has its place here, from the root of the course. */
  readonly files: readonly string[]
  readonly problems: readonly Problem[]
}

const numbered = /^\d\d-[a-z0-9]+(?:-[a-z0-9]+)*$/
const named = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
const languageTag = /^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$/
const readme = /^README(?:\.[A-Za-z-]+)?\.md$/
const required = [
  'README.md',
  'start.ts',
  'check.test.ts',
  'solution.ts',
  'alternative.ts',
  'tour.yaml',
]
const requiredCheats = ['delegate.ts', 'constant.ts']

/** `languageFiles`: what may lie beside the lessons of a language, e.g. its glossary. */
export function examineTree(root: string, languageFiles: readonly string[] = []): Tree {
  const tree = new TreeReader(root, languageFiles)
  tree.readLessons()
  tree.readExercises()
  return tree
}

class TreeReader implements Tree {
  readonly exercises: ExerciseFiles[] = []
  readonly files: string[] = []
  readonly problems: Problem[] = []
  readonly #root: string
  readonly #languageFiles: readonly string[]

  constructor(root: string, languageFiles: readonly string[]) {
    this.#root = root
    this.#languageFiles = languageFiles
  }

  readLessons(): void {
    for (const { name, path, isFolder } of this.#entries('lessons')) {
      if (!isFolder || !languageTag.test(name))
        this.#stray(path, 'lessons/ holds a folder for each language, such as lessons/en')
      else this.#readLanguage(path)
    }
  }

  #readLanguage(folder: string): void {
    const numbers = new Map<string, string>()
    for (const { name, path, isFolder } of this.#entries(folder)) {
      if (this.#languageFiles.includes(name)) continue
      if (isFolder || !name.endsWith('.md')) {
        this.#stray(path, 'beside lessons, NN-name.md, there is nothing here')
        continue
      }
      this.#checkNumbered(path, name.slice(0, -3), numbers)
      this.files.push(path)
    }
  }

  readExercises(): void {
    for (const { name, path, isFolder } of this.#entries('exercises')) {
      if (!isFolder) this.#stray(path, 'exercises/ holds a folder for each lesson')
      else if (!existsSync(join(this.#root, 'lessons/en', `${name}.md`)))
        this.#add(path, `There is no lesson lessons/en/${name}.md; the folder is called as it.`)
      else this.#readLesson(path)
    }
  }

  #readLesson(folder: string): void {
    const numbers = new Map<string, string>()
    for (const { name, path, isFolder } of this.#entries(folder)) {
      if (!isFolder) {
        this.#stray(path, 'the folder of a lesson holds a folder for each exercise')
        continue
      }
      this.#checkNumbered(path, name, numbers)
      this.#readExercise(path)
    }
  }

  #checkNumbered(path: string, name: string, numbers: Map<string, string>): void {
    if (!numbered.test(name)) {
      this.#add(path, 'The name is two digits, then words of small letters: 02-objects-per-slab.')
      return
    }
    const number = name.slice(0, 2)
    const other = numbers.get(number)
    if (other !== undefined) this.#add(path, `The number ${number} is taken by ${basename(other)}.`)
    else numbers.set(number, path)
  }

  #readExercise(folder: string): void {
    const entries = this.#entries(folder)
    const others: string[] = []
    for (const { name, path, isFolder } of entries) {
      if (isFolder) {
        if (name !== 'misconceptions' && name !== 'cheats')
          this.#stray(path, 'an exercise has the folders misconceptions/ and cheats/')
        continue
      }
      const isKnown = required.includes(name) || readme.test(name)
      if (!isKnown && name.endsWith('.ts')) others.push(path)
      else if (!isKnown) {
        this.#stray(path, 'CONTRIBUTING.md lists the files of an exercise')
        continue
      }
      this.files.push(path)
    }
    for (const name of required) {
      if (!entries.some((entry) => entry.name === name && !entry.isFolder))
        this.#add(`${folder}/${name}`, 'The file is missing; every exercise has one.')
    }
    const cheats = this.#programs(`${folder}/cheats`)
    for (const name of requiredCheats) {
      if (!cheats.includes(`${folder}/cheats/${name}`))
        this.#add(`${folder}/cheats/${name}`, 'The cheat is missing: it is tried, and must fail.')
    }
    this.exercises.push({
      folder,
      name: exerciseName(folder),
      starter: `${folder}/start.ts`,
      solution: `${folder}/solution.ts`,
      alternative: `${folder}/alternative.ts`,
      tour: `${folder}/tour.yaml`,
      misconceptions: this.#programs(`${folder}/misconceptions`),
      cheats,
      others,
    })
  }

  #programs(folder: string): string[] {
    return this.#entries(folder).flatMap(({ name, path, isFolder }) => {
      if (isFolder || !name.endsWith('.ts')) {
        this.#stray(path, 'there are only TypeScript files here')
        return []
      }
      if (!named.test(name.slice(0, -3)))
        this.#add(path, 'The name is words of small letters with dashes between them.')
      this.files.push(path)
      return [path]
    })
  }

  #entries(folder: string): { name: string; path: string; isFolder: boolean }[] {
    const path = join(this.#root, folder)
    if (!existsSync(path)) return []
    return readdirSync(path)
      .toSorted()
      .flatMap((name) => {
        const inside = `${folder}/${name}`
        const found = statSync(join(path, name), { throwIfNoEntry: false })
        if (found?.isFile() || found?.isDirectory())
          return [{ name, path: inside, isFolder: found.isDirectory() }]
        this.#stray(inside, 'it is no file, or a link to one that is gone')
        return []
      })
  }

  #stray(path: string, reason: string): void {
    this.#add(path, `This has no place here: ${reason}. Move it or remove it.`)
  }

  #add(file: string, message: string): void {
    this.problems.push({ file, line: 1, message })
  }
}
