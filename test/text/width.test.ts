/** Display widths agree with the library everybody uses, which costs too much to load for a command. */
import stringWidth from 'string-width'
import { describe, expect, it, vi } from 'vitest'
import { displayWidth, graphemes } from '#text/width.ts'

describe('the width of a character', () => {
  const letters = ['é', 'e\u0301', '…', '│─█', '❯', '✓', '①', 'ﷺ', '☃', '™', '\u200b', 'ไทย', 'กำ']
  const wide = ['日本語', '한글', '\u1112\u1161\u11ab', '各', 'ｶﾅ', 'ｶﾞ']
  const pictures = ['👩‍💻', '🇩🇪', '👍🏽', '☃️', '1️⃣', '👨‍👩‍👧', '©️']

  it.each([...letters, ...wide, ...pictures])('of %s is the usual one', (text) => {
    expect(displayWidth(text)).toBe(stringWidth(text))
  })

  it('adds up over a text', () => {
    const text = [...letters, ...wide, ...pictures].join(' ')
    expect(displayWidth(text)).toBe(stringWidth(text))
  })
})

describe('a segmenter, which takes long to make', () => {
  it.each(['✓ passes · ✗ fails · ❯ here ≤ 4 × 100 ▸ next ↳ on', '日本語'])(
    'is not asked about %s',
    (text) => {
      const made = vi.spyOn(Intl, 'Segmenter')
      expect(graphemes(text).join('')).toBe(text)
      expect(made).not.toHaveBeenCalled()
      made.mockRestore()
    },
  )
})
