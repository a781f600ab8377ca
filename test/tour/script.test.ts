import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../course/folder.ts'
import { applyEdit, readScript } from './script.ts'

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
    expect(() => applyEdit(text, '-let x = 1\n')).toThrow('stand 0 times')
    expect(() => applyEdit('a\na\n', '-a\n')).toThrow('stand 2 times')
    expect(() => applyEdit(text, '+let x = 1\n')).toThrow('stand 0 times')
  })
})

describe('the script of a tour', () => {
  const read = (yaml: string) => {
    const file = join(temporaryFolder(), 'tour.yaml')
    writeFileSync(file, yaml)
    return readScript(file)
  }

  it('is a list of keys and edits, each with what is seen then', () => {
    expect(
      read('- press: h\n  see: Hint 1\n- edit: |\n    -a\n    +b\n  see: [one, two]\n'),
    ).toEqual([
      { press: ['h'], edit: null, see: ['Hint 1'] },
      { press: [], edit: '-a\n+b\n', see: ['one', 'two'] },
    ])
  })

  it('says what is wrong with a script, and where', () => {
    expect(() => read('- press: h\n')).toThrow(/tour\.yaml is no tour: 0\.see/)
    expect(() => read('- push: h\n  see: x\n')).toThrow(/0\.push/)
    expect(() => read('[]')).toThrow('is no tour')
  })
})
