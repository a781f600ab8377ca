/** Breaking text into lines: at spaces, by the width of characters, and as Chinese wants it. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Style, lineWidth, styled, textOf } from '#text/lines.ts'
import { displayWidth, graphemes } from '#text/width.ts'
import { wrap } from '#text/wrap.ts'

const wrapped = (text: string, width: number) => wrap([styled(text)], width).map(textOf)

describe('wrapping', () => {
  it('breaks at spaces and leaves none at the ends', () => {
    expect(wrapped('the array cache is a stack', 10)).toEqual(['the array', 'cache is a', 'stack'])
  })

  it('cuts a word only when it is longer than a line', () => {
    expect(wrapped('a SLABRECLAIM b', 8)).toEqual(['a', 'SLABRECL', 'AIM b'])
    expect(wrapped('a kmem_cache_create b', 14)).toEqual(['a', 'kmem_cache_', 'create b'])
  })

  it('keeps a line break that the author made', () => {
    expect(wrapped('one\ntwo', 20)).toEqual(['one', 'two'])
  })

  it('breaks Chinese between characters, by their width of two columns', () => {
    expect(wrapped('内核为每个处理器保留', 8)).toEqual(['内核为每', '个处理器', '保留'])
  })

  it('does not begin a line with a closing sign, nor end one with an opening sign', () => {
    expect(wrapped('当它为空时，取一批', 10)).toEqual(['当它为空', '时，取一批'])
    expect(wrapped('称为（缓存）', 6)).toEqual(['称为', '（缓', '存）'])
  })

  it('does not break between a word and a sign, even when their styles differ', () => {
    const runs = [styled('call '), styled('kfree', 'code'), styled('.')]
    expect(wrap(runs, 10).map(textOf)).toEqual(['call', 'kfree.'])
    expect(wrap(runs, 10)[1]).toEqual([styled('kfree', 'code'), styled('.')])
  })

  it('carries the style of a run over a break', () => {
    expect(wrap([styled('one two', 'strong')], 4)).toEqual([
      [styled('one', 'strong')],
      [styled('two', 'strong')],
    ])
  })
})

const runs = fc.array(
  fc.record({
    text: fc.oneof(
      fc.lorem({ maxCount: 8 }),
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.stringMatching(/^[内核分配，。（）“”a-z ]{0,20}$/u),
    ),
    style: fc.constantFrom<Style>('plain', 'strong', 'code'),
  }),
  { maxLength: 6 },
)

describe('wrapping any text', () => {
  it('makes no line wider than asked', () => {
    fc.assert(
      fc.property(runs, fc.integer({ min: 20, max: 200 }), (text, width) => {
        for (const line of wrap(text, width)) expect(lineWidth(line)).toBeLessThanOrEqual(width)
      }),
    )
  })

  it('loses nothing but space', () => {
    const solid = (text: string) => text.replace(/[ \t\r\n]+/g, '')
    fc.assert(
      fc.property(runs, fc.integer({ min: 20, max: 200 }), (text, width) => {
        const lines = wrap(text, width).map(textOf)
        expect(solid(lines.join(''))).toBe(solid(text.map((run) => run.text).join('')))
      }),
    )
  })
})

describe('width', () => {
  it('counts columns, not characters', () => {
    expect(displayWidth('kmalloc')).toBe(7)
    expect(displayWidth('内存')).toBe(4)
    expect(displayWidth('e\u0301')).toBe(1)
    expect(displayWidth('│─■□·…')).toBe(6)
  })
})

describe('characters', () => {
  it('are what a reader counts', () => {
    expect(graphemes('ae\u0301🧑‍💻中')).toEqual(['a', 'e\u0301', '🧑‍💻', '中'])
  })

  it('are the same whether looked up or asked for one by one', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
    const ranges = [
      [0x20, 0x3ff],
      [0x2000, 0x3200],
      [0xfe00, 0xffff],
      [0x1f000, 0x1faff],
    ] as const
    const characters = ranges.map(([min, max]) => fc.integer({ min, max }))
    const unit = fc.oneof(...characters).map((code) => String.fromCodePoint(code))
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        const asked = Array.from(segmenter.segment(text), ({ segment }) => segment)
        expect(graphemes(text)).toEqual(asked)
      }),
    )
  })
})
