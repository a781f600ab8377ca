/** Blocks drawn as lines of a terminal, at any width. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Block, CellBlock, PredictionBlock } from '#text/blocks.ts'
import { renderCode, renderOutput } from '#text/code.ts'
import { lineWidth, styled, textOf } from '#text/lines.ts'
import { type RenderOptions, render, renderPrediction } from '#text/render.ts'
import { ansiTheme, paint, plainTheme, withLinks } from '#text/theme.ts'
import { pages, prose, run, wordsOf } from './blocks.ts'

const wide: RenderOptions = { width: 60, unicode: true }
const shown = (blocks: readonly Block[], options: RenderOptions = wide) =>
  paint(render(blocks, options), plainTheme)

describe('a page', () => {
  it('has an empty line between blocks and none around them', () => {
    expect(shown([prose('one'), prose('two')])).toEqual(['one', '', 'two'])
  })

  it('indents lists by their marks, numbers flush right', () => {
    const list: Block = {
      kind: 'list',
      start: 9,
      items: [
        [prose('nine'), { kind: 'list', start: null, items: [[prose('inside')]] }],
        [prose('ten and then so on')],
      ],
    }
    expect(shown([list], { width: 18, unicode: true })).toEqual([
      ' 9. nine',
      '    ◦ inside',
      '10. ten and then',
      '    so on',
    ])
  })

  it('draws a bar beside a quote', () => {
    const quote: Block = { kind: 'quote', blocks: [prose('In the kernel: mm/slab.c')] }
    expect(shown([quote], { width: 18, unicode: true })).toEqual([
      '│ In the kernel:',
      '│ mm/slab.c',
    ])
    expect(shown([quote], { width: 18, unicode: false })[0]).toBe('| In the kernel:')
  })

  it('says where a link goes, unless its text does', () => {
    const link = (text: string, target: string) => ({ text, style: 'link' as const, target })
    expect(shown([prose(link('the batch', 'lesson:04-allocation#batch'))])).toEqual([
      'the batch (lesson 04-allocation)',
    ])
    expect(shown([prose(link('refill', 'exercise:refill'))])).toEqual(['refill'])
    expect(shown([prose(link('a site', 'https://example.org/'))])).toEqual([
      'a site (https://example.org/)',
    ])
    expect(shown([prose(link('below', 'lesson:#below'))])).toEqual(['below'])
  })

  it('marks code for a terminal without colour', () => {
    const word = prose('see ', run('at', 'code'), '.')
    expect(shown([word], { ...wide, marks: true })).toEqual(['see `at`.'])
    expect(shown([word])).toEqual(['see at.'])
  })

  it('removes what would move the cursor or change its colours', () => {
    expect(shown([prose('a\u001b[31mb\u0007c')])).toEqual(['a[31mbc'])
  })

  it('turns typography into ASCII where there is nothing else', () => {
    expect(shown([prose('“3 × 4” → 12 – yes…')], { width: 60, unicode: false })).toEqual([
      '"3 x 4" -> 12 - yes...',
    ])
  })
})

describe('code', () => {
  const code: Block = {
    kind: 'code',
    language: 'ts',
    text: 'if (x) {\n  const object = kernel.kmalloc(100, GFP_KERNEL)\n}',
  }

  it('is not reflowed; a line too long goes on below, marked and indented', () => {
    expect(shown([code], { width: 40, unicode: true })).toEqual([
      '│ if (x) {',
      '│   const object = kernel.kmalloc(100,',
      '│   ↳ GFP_KERNEL)',
      '│ }',
    ])
  })

  it('and output are ASCII where there is nothing else', () => {
    const ascii = { width: 40, unicode: false }
    expect(renderCode('// 3 × 4…', 'ts', ascii).map(textOf)).toEqual(['| // 3 x 4...'])
    expect(renderOutput('[1, 2, …]', ascii).map(textOf)).toEqual(['[1, 2, ...]'])
  })

  it('has colours by meaning', () => {
    const line = render([code], wide)[1]
    expect(line).toContainEqual(styled('const', 'keyword'))
    expect(line).toContainEqual(styled('100', 'number'))
  })
})

describe('a table', () => {
  const table: Block = {
    kind: 'table',
    align: ['left', 'right'],
    head: [[run('name')], [run('bytes')]],
    rows: [
      [[run('size-32')], [run('32')]],
      [[run('kmem_cache, the cache of caches')], [run('120')]],
    ],
  }

  it('takes the width it needs', () => {
    expect(shown([table])).toEqual([
      'name                            │ bytes',
      '────────────────────────────────┼──────',
      'size-32                         │    32',
      'kmem_cache, the cache of caches │   120',
    ])
  })

  it('wraps its cells when there is less, and then rules off its rows', () => {
    expect(shown([table], { width: 24, unicode: false })).toEqual([
      'name             | bytes',
      '-----------------+------',
      'size-32          |    32',
      '-----------------+------',
      'kmem_cache, the  |   120',
      'cache of caches  |',
    ])
  })

  it('becomes a list of rows when its columns could not hold a word', () => {
    expect(shown([table], { width: 16, unicode: true })).toEqual([
      'name: size-32',
      'bytes: 32',
      '',
      'name:',
      'kmem_cache, the',
      'cache of caches',
      'bytes: 120',
    ])
  })
})

describe('a cell and its prediction', () => {
  const cell: CellBlock = { kind: 'cell', index: 0, code: 'print(1)', line: 3, output: '1' }
  const prediction: PredictionBlock = {
    kind: 'prediction',
    index: 0,
    id: 'a/1',
    ask: [run('Which one?')],
    form: 'choice',
    choices: [
      { value: 'a', label: [run('the first')] },
      { value: 'b', label: [run('the second')] },
    ],
    wrong: {},
    otherwise: null,
    because: null,
    line: 5,
  }

  it('come before what the cell prints, so that the question is worth asking', () => {
    expect(shown([cell, prediction, prose('So it is.')])).toEqual([
      '│ print(1)',
      '',
      '? Which one?',
      '  1. the first',
      '  2. the second',
      '',
      '1',
      '',
      'So it is.',
    ])
  })

  it('leave the output to a screen that runs the cell itself', () => {
    expect(shown([cell], { ...wide, hideOutputs: true })).toEqual(['│ print(1)'])
  })

  it('number their choices', () => {
    expect(renderPrediction(prediction, wide).map(textOf)).toContain('  2. the second')
  })
})

describe('a figure', () => {
  it('stands above its caption', () => {
    const figure: Block = { kind: 'figure', index: 2, caption: [run('A slab.')], line: 1 }
    const picture = (index: number) => [[styled(`picture ${index}`)]]
    expect(shown([figure], { ...wide, figure: picture })).toEqual(['picture 2', 'A slab.'])
    expect(shown([figure])).toEqual(['A slab.'])
  })
})

const widths = fc.integer({ min: 20, max: 200 })

describe('any page', () => {
  it('has no line wider than the terminal', () => {
    fc.assert(
      fc.property(pages(false), widths, fc.boolean(), (blocks, width, unicode) => {
        for (const line of render(blocks, { width, unicode }))
          expect(lineWidth(line)).toBeLessThanOrEqual(width)
      }),
    )
  })

  it('shows every word of its text and code, in order', () => {
    fc.assert(
      fc.property(pages(false), widths, (blocks, width) => {
        const shownSigns = render(blocks, { width, unicode: true }).map(textOf).join('')
        let at = 0
        for (const sign of wordsOf(blocks)) {
          const found = shownSigns.indexOf(sign, at)
          expect(found).toBeGreaterThanOrEqual(0)
          at = found + 1
        }
      }),
    )
  })

  it('has no escape sequence in plain text', () => {
    fc.assert(
      fc.property(pages(false), widths, (blocks, width) => {
        const lines = paint(render(blocks, { width, unicode: true }), plainTheme)
        expect(lines.join('')).not.toContain('\u001b')
      }),
    )
  })

  it('has the same words in colour', () => {
    // oxlint-disable-next-line no-control-regex
    const colours = /\u001b\[[0-9;]*m/g
    fc.assert(
      fc.property(pages(false), widths, (blocks, width) => {
        const lines = render(blocks, { width, unicode: true })
        const painted = paint(lines, ansiTheme).map((line) => line.replace(colours, ''))
        expect(painted).toEqual(paint(lines, plainTheme))
      }),
    )
  })

  it('is ASCII without Unicode, if its author wrote ASCII', () => {
    fc.assert(
      fc.property(pages(true), widths, (blocks, width) => {
        const lines = render(blocks, { width, unicode: false }).map(textOf)
        expect(lines.join('\n')).toMatch(/^[\n\x20-\x7e]*$/)
      }),
    )
  })
})

describe('a page of the source', () => {
  const source = 'https://example.org/linux/source/mm/slab.c'
  const quote: Block = { kind: 'quote', blocks: [prose('In the kernel.')], source }

  it('stands below the quote as an address to copy', () => {
    expect(render([quote], { width: 60, unicode: true }).map(textOf)).toEqual([
      '│ In the kernel.',
      `│ ${source}`,
    ])
  })

  it('is a link where the terminal opens links, whole in each of its lines', () => {
    const lines = render([quote], { width: 30, unicode: true })
    const painted = paint(lines, withLinks(plainTheme)).slice(1)
    expect(painted.length).toBeGreaterThan(1)
    for (const line of painted) expect(line).toContain(`\u001b]8;;${source}\u001b\\`)
    expect(paint(lines, plainTheme).join('\n')).not.toContain('\u001b')
  })
})
