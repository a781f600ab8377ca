/** The tour of an exercise as its author writes it. */
import { describe, expect, it } from 'vitest'
import { Report } from '#course/compile/source.ts'
import { applyEdit, readTour } from '#course/doctor/tour.ts'

describe('an edit of a tour', () => {
  const text = 'let a = 1\n  let b = 2\nlet c = 3\n'

  it('takes lines away, puts others there, and keeps those that tell the place', () => {
    expect(applyEdit(text, ' let a = 1\n-  let b = 2\n+  let b = 20\n')).toBe(
      'let a = 1\n  let b = 20\nlet c = 3\n',
    )
  })

  it('changes several places at once', () => {
    expect(applyEdit(text, '-let a = 1\n@@\n let c = 3\n+let d = 4\n')).toBe(
      '  let b = 2\nlet c = 3\nlet d = 4\n',
    )
  })

  it('refuses a place that is not there, that is there twice, or that is nowhere', () => {
    expect(() => applyEdit(text, '-let x = 1\n')).toThrow('are nowhere in the file')
    expect(() => applyEdit('a\na\n', '-a\n')).toThrow('stand 2 times')
    expect(() => applyEdit(text, '+let x = 1\n')).toThrow('needs a line')
  })
})

describe('the steps of a tour', () => {
  const read = (yaml: string) => {
    const report = new Report('tour.yaml')
    const steps = readTour(yaml, report)
    return { steps, problems: report.problems.map(({ line, message }) => `${line}: ${message}`) }
  }

  it('are keys and edits, each with what is seen then', () => {
    const yaml = '- press: h\n  see: Hint 1\n- edit: |\n    -a\n    +b\n  see: [one, two]\n'
    expect(read(yaml).steps).toEqual([
      { line: 1, press: ['h'], edit: null, see: ['Hint 1'] },
      { line: 3, press: [], edit: '-a\n+b\n', see: ['one', 'two'] },
    ])
  })

  it.each([
    ['- press: h\n', '1: 0.see: is missing.'],
    ['- see: x\n- push: h\n  see: x\n', '2: 1.push: is not a known name here.'],
    ['- see: [1]\n', '1: 0.see: must be a text or a list of texts.'],
    ['[]', '1: this block: must have a step.'],
    ['a: b', '1: this block: must be a list of steps, each beginning with a dash.'],
    ['- see: x\n- see: [x\n', /^\d: The YAML does not parse: /],
  ])('say what is wrong with %j', (yaml, problem) => {
    const { steps, problems } = read(yaml)
    expect(steps).toEqual([])
    expect(problems).toEqual([
      typeof problem === 'string' ? problem : expect.stringMatching(problem),
    ])
  })
})
