/** What an instructor types: reports of one workspace, a summary of many, and nothing written into any of them. */
import { cpSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { SaxesParser } from 'saxes'
import { displayWidth } from '#text/width.ts'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../course/folder.ts'
import { course, handIn, newWorkspace, objectsPerSlab } from './command.ts'

const { name } = objectsPerSlab

/** What is wrong with data by one of the schemas in docs/. */
function problemsBy(schema: string, data: unknown): unknown {
  const ajv = new Ajv2020({ allowUnionTypes: true })
  const validate = ajv.compile(JSON.parse(readFileSync(`docs/${schema}.schema.json`, 'utf8')))
  return validate(data) ? [] : validate.errors
}

function putInto(workspace: string, exercise: string, text: string): void {
  const path = join(workspace, exercise)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** Every file and folder with its time and size. */
function stateOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => {
      const { mtimeMs, size } = statSync(join(folder, path))
      return `${path} ${mtimeMs} ${size}`
    })
    .sort()
}

/** One that passes, one that fails for a known wrong idea, one that never ends; a damaged progress file. */
function mixedWorkspace(): string {
  const workspace = newWorkspace()
  handIn(workspace, 'misconceptions/no-notes.ts')
  cpSync(
    'exercises/01-cache-types/01-read-slabinfo/solution.ts',
    join(workspace, '01-cache-types/read-slabinfo.ts'),
  )
  putInto(workspace, '00-the-machine/say-hello.ts', 'for (;;);\nexport const sayHello = 1\n')
  writeFileSync(join(workspace, 'progress.json'), '{ broken')
  return workspace
}

describe('check --reporter', () => {
  it('json is what its schema says, with the misconception, and writes nothing', async () => {
    const workspace = mixedWorkspace()
    const before = stateOf(workspace)
    const { code, stdout, stderr } = await course(
      ['check', '--all', '--workspace', workspace, '--reporter', 'json', '--seed', '1'],
      { workspace: newWorkspace() },
    )
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    const report = JSON.parse(stdout)
    expect(problemsBy('report', report)).toEqual([])
    expect(report).toMatchObject({ passed: 1, failed: 2 })
    expect(report.total).toBe(report.passed + report.failed + report.notStarted)
    const found = report.exercises.find((one: { name: string }) => one.name === name)
    expect(found).toMatchObject({
      outcome: 'fail',
      explanation: { misconception: { name: 'no-notes' } },
    })
    expect(stateOf(workspace)).toEqual(before)
  })

  it('junit is XML, with a case for each check, into a file if one is named', async () => {
    const workspace = mixedWorkspace()
    const output = join(temporaryFolder(), 'report.xml')
    const { code, stdout } = await course(
      ['check', '--started', '--reporter', 'junit', '--output', output],
      { workspace },
    )
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    const xml = readFileSync(output, 'utf8')
    const elements: string[] = []
    const parser = new SaxesParser()
    parser.on('opentag', (tag) => elements.push(tag.name))
    parser.on('error', (error) => {
      throw error
    })
    parser.write(xml).close()
    expect(elements).toEqual(expect.arrayContaining(['testsuites', 'failure', 'error']))
    expect(elements).not.toContain('skipped')
    expect(xml).toContain('type="endless-loop"')
    expect(xml).toContain('Misconception: no-notes')
  })

  it('takes the course’s own checks, not what stands in the workspace', async () => {
    const workspace = newWorkspace()
    handIn(workspace, 'start.ts')
    const lies = "import { test } from 'vitest'\ntest('all is well', () => {})\n"
    for (const path of ['01-cache-types/check.test.ts', `${objectsPerSlab.folder}/check.test.ts`])
      putInto(workspace, path, lies)
    const { code, stdout } = await course(['check', '--started', '--json'], { workspace })
    expect(code).toBe(1)
    expect(stdout).not.toContain('all is well')
  })

  it('of a workspace where nothing was started says so, and calls nothing failed', async () => {
    const all = await course(['check', '--all', '--reporter', 'json'])
    expect(all.code).toBe(1)
    expect(JSON.parse(all.stdout)).toMatchObject({ passed: 0, failed: 0 })
    const started = await course(['check', '--started', '--reporter', 'json'])
    expect(started).toMatchObject({ code: 1, stdout: '' })
    expect(started.stderr).toContain('No exercise has a file in this workspace.')
  })

  it('passes with code 0 when all that was started passes', async () => {
    const workspace = newWorkspace()
    handIn(workspace, 'solution.ts')
    expect((await course(['check', '--started', '--json'], { workspace })).code).toBe(0)
  })

  it('judges a folder that is called like a file as a file that cannot be read', async () => {
    const workspace = newWorkspace()
    mkdirSync(join(workspace, objectsPerSlab.path), { recursive: true })
    const { code, stdout } = await course(['check', '--started', '--json'], { workspace })
    expect(code).toBe(1)
    expect(JSON.parse(stdout).exercises[0]).toMatchObject({ outcome: 'stopped' })
  })

  it.each([
    [['--reporter', 'xml'], 'Allowed choices are pretty, json, junit'],
    [['--output', 'x.xml'], 'say --reporter json or --reporter junit too'],
    [['--json', '--reporter', 'junit'], 'Say --json or --reporter junit, not both.'],
    [['--all', '--started'], 'Say --all or --started, not both.'],
    [['--json', '--all', '--output', '/nowhere/at/all.json'], 'The report cannot be written to'],
  ])('%j is told, with exit code 2', async (flags, sentence) => {
    const { code, stderr } = await course(['check', ...flags])
    expect(stderr).toContain(sentence)
    expect(code).toBe(2)
  })
})

function learners(): { folder: string; paths: string[] } {
  const folder = temporaryFolder()
  const paths = ['anna', 'ben', 'zoë'].map((learner) => join(folder, learner, 'workspace'))
  const [anna = '', ben = '', zoe = ''] = paths
  for (const path of paths) mkdirSync(path, { recursive: true })
  handIn(anna, 'solution.ts')
  handIn(ben, 'misconceptions/no-notes.ts')
  putInto(zoe, objectsPerSlab.path, 'for (;;);\nexport const cache_estimate = 1\n')
  return { folder, paths }
}

describe('summary', () => {
  it('shows who passed what and which wrong ideas there are, and writes nothing', async () => {
    const { folder, paths } = learners()
    const before = stateOf(folder)
    const { code, stdout } = await course(['summary', ...paths])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Learner +00 +01/m)
    expect(stdout).toMatch(/^anna .*✓.* 1 of \d+$/m)
    expect(stdout).toMatch(/^ben .*✗.* 0 of \d+$/m)
    expect(stdout).toMatch(/^zoë .*!.* 0 of \d+$/m)
    expect(stdout).toContain('1 × objects-per-slab: no-notes')
    expect(stdout).toContain('objects-per-slab: 1 passed, 2 did not')
    expect(stateOf(folder)).toEqual(before)
  })

  it('is JSON as its schema says, and CSV', async () => {
    const { paths } = learners()
    const json = await course(['summary', ...paths, '--json'])
    const summary = JSON.parse(json.stdout)
    expect(problemsBy('summary', summary)).toEqual([])
    expect(summary.learners.map((one: { learner: string }) => one.learner)).toEqual([
      'anna',
      'ben',
      'zoë',
    ])
    const csv = await course(['summary', ...paths, '--csv'])
    expect(csv.stdout.split('\r\n')[0]).toMatch(/^learner,workspace,problem,passed,say-hello,/)
    expect(csv.stdout).toMatch(/^ben,.*,fail,/m)
  })

  it('tells what it cannot read and judges the rest, with exit code 1', async () => {
    const { paths } = learners()
    const { code, stdout } = await course(['summary', ...paths, '/nowhere', 'package.json'])
    expect(code).toBe(1)
    expect(stdout).toContain('/nowhere could not be judged: there is no such file or folder.')
    expect(stdout).toContain('package.json could not be judged: it is a file, not a folder.')
    expect(stdout).toContain('anna')
  })

  it.each([40, 80])('fits %i columns, in ASCII too', async (columns) => {
    const { paths } = learners()
    const env = { COLUMNS: String(columns), LANG: 'C' }
    const { stdout } = await course(['summary', ...paths.slice(0, 2)], { env })
    expect(stdout.split('\n').filter((line) => displayWidth(line) > columns)).toEqual([])
    expect(stdout).toMatch(/^[\n -~]*$/)
  })

  it.each([
    [[], "Missing required argument 'workspaces'"],
    [['a', '--json', '--csv'], 'Say --json or --csv, not both.'],
    [['a', '--output', 'x'], '--output is for a report'],
    [['a', '--seed', 'x'], '"x" is not a seed'],
  ])('%j is told, with exit code 2', async (args, sentence) => {
    const { code, stderr } = await course(['summary', ...args])
    expect(stderr).toContain(sentence)
    expect(code).toBe(2)
  })
})
