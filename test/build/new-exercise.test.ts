/** `npm run new:exercise`: a skeleton that is correct, and honest about what is left to write. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { examine } from '#course/doctor/index.ts'
import { soundExercise, soundLesson, writeFiles } from '../course/doctor/course.ts'
import { temporaryFolder } from '../course/folder.ts'

const home = '00-home'
const folder = `exercises/${home}/01-double`
const runtime = resolve('dist/grader')

function newCourse(): string {
  const root = temporaryFolder()
  writeFiles(root, { [`lessons/en/${home}.md`]: soundLesson(home) })
  return root
}

function newExercise(root: string, ...args: readonly string[]) {
  const script = ['--import', 'tsx', 'src/build/new-exercise.ts', '--root', root, ...args]
  const { status, stdout, stderr } = spawnSync(process.execPath, script, { encoding: 'utf8' })
  return { status, stdout, stderr }
}

const told = async (root: string) => (await examine({ root, runtime })).problems

describe('a new exercise', () => {
  it('has every file, is listed in its lesson, and the doctor names exactly what is left', async () => {
    const root = newCourse()
    const made = newExercise(root, '00', 'double', '--section', 'numbers')
    expect(made).toMatchObject({ status: 0, stderr: '' })
    expect(made.stdout).toContain(folder)
    expect(readFileSync(join(root, `lessons/en/${home}.md`), 'utf8')).toContain(
      'exercises: [double]',
    )

    const problems = await told(root)
    const others = problems.filter(({ message }) => !message.startsWith('Still to write: '))
    expect(others).toEqual([])
    const files = [...new Set(problems.map(({ file }) => file))]
    expect(files).toHaveLength(10)
    for (const file of files) expect(existsSync(join(root, file))).toBe(true)
    const left = problems.map(({ message }) => message)
    expect(left).toContain('Still to write: the solution.')
    expect(left).toContain('Still to write: what to look at next')
  })

  it('is judged as soon as a file is written, and has nothing to mend when all are', async () => {
    const root = newCourse()
    newExercise(root, home, 'double', '--section', 'numbers')
    const whole = soundExercise(home)
    const write = (...names: readonly string[]) =>
      writeFiles(
        root,
        Object.fromEntries(names.map((name) => [`${folder}/${name}`, whole[name] ?? ''])),
      )
    write('check.test.ts', 'start.ts')
    writeFiles(root, { [`${folder}/solution.ts`]: whole['start.ts'] ?? '' })
    const early = await told(root)
    expect(early.find(({ file }) => file.endsWith('/solution.ts'))?.message).toMatch(
      /^It must pass/,
    )

    write(...Object.keys(whole))
    writeFiles(root, {
      [`${folder}/misconceptions/first-idea.ts`]: null,
      [`${folder}/misconceptions/second-idea.ts`]: null,
    })
    expect(await told(root)).toEqual([])
  })

  it('gets the next number, and never touches one that is there', () => {
    const root = newCourse()
    newExercise(root, home, 'double', '--section', 'numbers')
    const again = newExercise(root, home, 'double', '--section', 'numbers')
    expect(again.status).toBe(2)
    expect(again.stderr).toContain('There is an exercise "double" already.')
    newExercise(root, home, 'triple', '--section', 'numbers')
    expect(existsSync(join(root, `exercises/${home}/02-triple/start.ts`))).toBe(true)
  })
})

describe('what was typed wrong is told, with exit code 2, and nothing is made', () => {
  it.each([
    [[], 'nobody can be asked here. It is one of: 00-home.'],
    [['07', 'double'], 'There is no lesson "07". The lessons are: 00-home.'],
    [[home], '<name> is missing, and nobody can be asked here.'],
    [[home, 'Double!'], '"Double!" is no name'],
    [
      [home, 'double'],
      '--section <id> is missing, and nobody can be asked here. It is one of: numbers.',
    ],
    [
      [home, 'double', '--section', 'letters'],
      'has no section "letters". Its sections are: numbers.',
    ],
    [[home, 'double', 'more'], '"more" is one word too many.'],
    [['--nope'], "Unknown option '--nope'"],
  ])('%j', (args, sentence) => {
    const root = newCourse()
    const { status, stderr } = newExercise(root, ...args)
    expect(stderr).toContain(sentence)
    expect(stderr).toContain('npm run new:exercise -- <lesson> <name>')
    expect(status).toBe(2)
    expect(existsSync(join(root, 'exercises'))).toBe(false)
  })
})
