/** `kmalloc-course/play`: for a file of the learner's own. Run by itself, it draws its pictures where it prints. */
import { drawFigure } from '#text/figures/draw.ts'
import { textOf } from '#text/lines.ts'
import { receiveFigures } from './show.ts'

export * from './package.ts'

const width = 80

receiveFigures((figure) => {
  if ('broken' in figure) console.log(figure.broken)
  else console.log(drawFigure(figure, { width, unicode: true }).map(textOf).join('\n'))
})
