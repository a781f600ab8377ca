/** The small parts of the commands: what a terminal can do, near names, differences, editors. */
import { describe, expect, it } from 'vitest'
import { textOf } from '#text/lines.ts'
import type { Failure, Verdict } from '#course/grader/verdict.ts'
import { diffLines } from '../../src/cli/diff.ts'
import { findEditor } from '../../src/cli/editor.ts'
import { drawVerdict } from '../../src/cli/show/verdict.ts'
import { editDistance, suggest } from '../../src/cli/suggest.ts'
import { describeTerminal, type TerminalFacts } from '../../src/cli/terminal.ts'
import { wordsFor } from '../../src/cli/words.ts'

const facts: TerminalFacts = {
  env: { TERM: 'xterm', LANG: 'en_GB.UTF-8' },
  inputIsTerminal: true,
  outputIsTerminal: true,
  columns: 100,
  rows: 30,
  plain: false,
  ascii: false,
}

describe('a terminal', () => {
  const colour = (env: Record<string, string>, outputIsTerminal: boolean) =>
    describeTerminal({ ...facts, env: { ...facts.env, ...env }, outputIsTerminal }).colour

  it('has colour, unless it is a pipe, NO_COLOR or dumb; FORCE_COLOR wins', () => {
    expect(colour({}, true)).toBe(true)
    expect(colour({}, false)).toBe(false)
    expect(colour({ NO_COLOR: '1' }, true)).toBe(false)
    expect(colour({ NO_COLOR: '' }, true)).toBe(true)
    expect(colour({ TERM: 'dumb' }, true)).toBe(false)
    expect(colour({ FORCE_COLOR: '1', NO_COLOR: '1' }, false)).toBe(true)
    expect(colour({ FORCE_COLOR: '0' }, true)).toBe(false)
  })

  it('gets links only when it is known to open them', () => {
    const links = (env: Record<string, string>, change: Partial<TerminalFacts> = {}) =>
      describeTerminal({ ...facts, ...change, env: { ...facts.env, ...env } }).links
    expect(links({})).toBe(false)
    expect(links({ VTE_VERSION: '7600' })).toBe(true)
    expect(links({ TERM_PROGRAM: 'vscode' })).toBe(true)
    expect(links({ TERM_PROGRAM: 'vscode', TMUX: '/tmp/tmux' })).toBe(false)
    expect(links({ TERM_PROGRAM: 'vscode' }, { outputIsTerminal: false })).toBe(false)
    expect(links({ FORCE_HYPERLINK: '1' }, { plain: true })).toBe(false)
  })

  it('redraws only where keys arrive and the cursor moves', () => {
    const screen = (change: Partial<TerminalFacts>) =>
      describeTerminal({ ...facts, ...change }).screen
    expect(screen({})).toBe(true)
    expect(screen({ plain: true })).toBe(false)
    expect(screen({ inputIsTerminal: false })).toBe(false)
    expect(screen({ outputIsTerminal: false })).toBe(false)
    expect(screen({ env: { TERM: 'dumb' } })).toBe(false)
  })

  it('has Unicode when its locale says so, the most special variable first', () => {
    const unicode = (env: Record<string, string>) => describeTerminal({ ...facts, env }).unicode
    expect(unicode({ LANG: 'de_DE.utf8' })).toBe(true)
    expect(unicode({ LANG: 'C.UTF-8', LC_ALL: 'C' })).toBe(false)
    expect(unicode({ LANG: 'C', LC_CTYPE: 'C.UTF-8' })).toBe(true)
    expect(unicode({})).toBe(false)
  })

  it('has the width the pipe is told, or 80', () => {
    const columns = (env: Record<string, string>) =>
      describeTerminal({ ...facts, env, columns: undefined }).columns
    expect([columns({ COLUMNS: '44' }), columns({ COLUMNS: 'x' }), columns({})]).toEqual([
      44, 80, 80,
    ])
  })
})

describe('near names', () => {
  it('are one slip away, or a part of the name', () => {
    const known = ['objects-per-slab', 'read-slabinfo', 'check', 'watch']
    expect(suggest('chekc', known)).toEqual(['check'])
    expect(suggest('per-slab', known)).toEqual(['objects-per-slab'])
    expect(suggest('xyzzy', known)).toEqual([])
  })

  it('count an exchange of neighbours as one slip', () => {
    expect(editDistance('lsit', 'list')).toBe(1)
    expect(editDistance('', 'abc')).toBe(3)
    expect(editDistance('kitten', 'sitting')).toBe(3)
  })
})

describe('a difference', () => {
  const show = (from: string, to: string) =>
    diffLines(from, to).map(({ sign, text }) => sign + text)

  it('keeps what is the same and shows what changed', () => {
    expect(show('a\nb\nc\n', 'a\nx\nc\n')).toEqual([' a', '-b', '+x', ' c'])
    expect(show('a\n', 'a\nb\n')).toEqual([' a', '+b'])
    expect(show('a\nb\n', 'b\n')).toEqual(['-a', ' b'])
    expect(show('same\r\n', 'same\n')).toEqual([' same'])
  })
})

describe('the editor', () => {
  it('is the one named, then $VISUAL, then $EDITOR, then VS Code in its own terminal', () => {
    const env = { VISUAL: 'kate', EDITOR: 'vim', TERM_PROGRAM: 'vscode' }
    expect(findEditor('code -r', env)?.command).toBe('code -r')
    expect(findEditor(undefined, env)?.command).toBe('kate')
    expect(findEditor(undefined, { EDITOR: 'vim' })).toEqual({ command: 'vim', usesTerminal: true })
    expect(findEditor(undefined, { TERM_PROGRAM: 'vscode' })?.command).toBe('code')
    expect(findEditor(undefined, {})).toBe(null)
  })

  it('is known to need the terminal or not', () => {
    const uses = (command: string) => findEditor(command, {})?.usesTerminal
    expect(['/usr/bin/nano -l', 'emacs -nw', 'emacs', 'code'].map(uses)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})

describe('a verdict', () => {
  const failure: Failure = {
    tried: 'kmalloc(100, GFP_KERNEL) on a fresh 256 MB machine',
    message: 'expected 100 to be 128',
    compared: 'bytes of the object',
    expected: '128',
    actual: '100',
    look: 'the table of sizes',
    position: { file: '/home/ada/sizes.ts', line: 3, column: 1, source: '  return size' },
  }
  const failed: Verdict = {
    exercise: 'sizes',
    outcome: 'fail',
    checks: [
      { name: 'rounds up', state: 'fail', failure },
      { name: 'fails for too much', state: 'skipped', failure: null },
    ],
    trouble: null,
    printed: ['mine\u001b[2J'],
    printedCut: true,
    seed: 42,
  }
  const lines = (verdict: Verdict, width = 80) =>
    drawVerdict(verdict, {
      width,
      unicode: true,
      colour: true,
      words: wordsFor('en'),
      advice: 'h shows a hint.',
    }).map(textOf)

  it('says what was tried, expected, what happened, where, and what to look at, in this order', () => {
    expect(lines(failed).filter((line) => line !== '')).toEqual([
      '✗ sizes does not pass yet. 0 of 2 checks passed.',
      'rounds up',
      'Tried          kmalloc(100, GFP_KERNEL) on a fresh 256 MB machine',
      'Compared       bytes of the object',
      'Expected       128',
      'What happened  100',
      'In sizes.ts, line 3:',
      '  return size',
      'Look next      the table of sizes',
      'All checks:',
      '  ✗ rounds up',
      '  · fails for too much',
      'You printed:',
      '  mine[2J',
      '(more was printed; the rest is left out)',
      'h shows a hint.',
      'The same cases again: --seed 42',
    ])
  })

  it('puts values below their labels where there is no room', () => {
    const narrow = lines(failed, 40)
    expect(narrow).toContain('Expected')
    expect(narrow).toContain('  128')
    expect(narrow.filter((line) => line.length > 40)).toEqual([])
  })

  it('tells a trouble in plain words with the line', () => {
    const position = { file: '/home/ada/sizes.ts', line: 7, column: 3, source: '  for (;;) {}' }
    const trouble = { kind: 'endless-loop', message: 'It was still running.', position } as const
    const text = lines({ ...failed, outcome: 'stopped', checks: [], trouble, printed: [] }).join(
      '\n',
    )
    expect(text).toContain(
      'The code did not come to an end.\nIt was still running.\nIn sizes.ts, line 7:',
    )
  })

  it('says once what stopped everything, and then when it did', () => {
    const position = { file: '/home/ada/sizes.ts', line: 7, column: 3, source: '  for (;;) {}' }
    const message = 'It was still running.'
    const trouble = { kind: 'endless-loop', message, position } as const
    const silent = { compared: null, expected: null, actual: null, look: null }
    const checks = [
      { name: 'rounds up', state: 'fail', failure: { ...failure, ...silent, message, position } },
    ] as const
    const text = lines({ ...failed, outcome: 'stopped', checks, trouble, printed: [] }).join('\n')
    expect(text.split(message)).toHaveLength(2)
    expect(text.split('In sizes.ts, line 7:')).toHaveLength(2)
    expect(text).toContain('Tried  kmalloc(100, GFP_KERNEL)')
  })

  it('is short when it passes', () => {
    const checks = [{ name: 'rounds up', state: 'pass', failure: null } as const]
    const passed = { ...failed, outcome: 'pass', checks, printed: [], printedCut: false } as const
    expect(lines(passed)).toEqual(['✓ sizes passes. Its check passed.'])
  })
})

describe('the editor', () => {
  const chosen = (env: Record<string, string>, option?: string) =>
    findEditor(option, env, 'nano')?.command

  it('chosen on an earlier day is used when nothing else names one', () => {
    expect(chosen({})).toBe('nano')
    expect(chosen({ EDITOR: 'hx' })).toBe('hx')
    expect(chosen({ VISUAL: 'code -w', EDITOR: 'hx' })).toBe('code -w')
    expect(chosen({ EDITOR: 'hx' }, 'kate')).toBe('kate')
  })

  it('in the progress file that was never offered is no command to run', () => {
    expect(findEditor(undefined, {}, 'rm -rf .')).toBeNull()
  })
})
