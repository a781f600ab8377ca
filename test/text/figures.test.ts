/** The pictures themselves stand in `figures/`: look at them when they change. */
import { describe, expect, it } from 'vitest'
import { drawFigure } from '#text/figures/draw.ts'
import { lineWidth, textOf } from '#text/lines.ts'
import { ansiTheme, paint, plainTheme } from '#text/theme.ts'
import { views } from './figures.ts'

const forms = [
  { width: 80, unicode: true },
  { width: 60, unicode: true },
  { width: 40, unicode: true },
  { width: 80, unicode: false },
  { width: 60, unicode: false },
  { width: 40, unicode: false },
]

describe.each(Object.entries(views))('the figure %s', (name, view) => {
  it.each(forms)('at $width columns, Unicode $unicode, is the kept one', async (form) => {
    const lines = paint(drawFigure(view, form), plainTheme)
    const file = `figures/${name}-${form.width}-${form.unicode ? 'unicode' : 'ascii'}.txt`
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(file)
  })

  it('fits from 20 columns on, and keeps its frames from 40 on', () => {
    for (let width = 20; width <= 120; width++) {
      const lines = drawFigure(view, { width, unicode: true })
      for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(width)
      if (width >= 40) expect(lines.map(textOf).join('\n')).not.toContain('↳')
    }
  })

  it('needs nothing but ASCII', () => {
    const lines = drawFigure(view, { width: 60, unicode: false }).map(textOf)
    expect(lines.join('\n')).toMatch(/^[\n\x20-\x7e]*$/)
  })

  it('says the same without colour', () => {
    const lines = drawFigure(view, { width: 60, unicode: true })
    // oxlint-disable-next-line no-control-regex
    const bare = paint(lines, ansiTheme).map((line) => line.replace(/\u001b\[[0-9;]*m/g, ''))
    expect(bare).toEqual(paint(lines, plainTheme))
  })
})
