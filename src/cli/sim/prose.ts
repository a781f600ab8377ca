/** Sentences and addresses as the simulator writes them. */
import { hex } from '#lib/hex.ts'
import { renderOutput } from '#text/code.ts'
import { toAscii } from '#text/glyphs.ts'
import { line, styled, type StyledLine } from '#text/lines.ts'
import { wrap } from '#text/wrap.ts'
import type { SimWords } from './words.ts'

export interface SimDrawing {
  readonly width: number
  readonly unicode: boolean
  readonly words: SimWords
  /** Texts of the kernel stay as they are, however wide: for pipes. */
  readonly verbatim: boolean
}

/** A text of the kernel. */
export function kernelText(text: string, drawing: SimDrawing): StyledLine[] {
  if (!drawing.verbatim) return renderOutput(text, drawing)
  return text.split('\n').map((each) => line(each))
}

/** A paragraph as lines. */
export function prose(
  text: string,
  { width, unicode }: SimDrawing,
  style: 'plain' | 'muted' | 'accent' | 'bad' | 'good' | 'strong' = 'plain',
): StyledLine[] {
  return text === '' ? [line('')] : wrap([styled(unicode ? text : toAscii(text), style)], width)
}

export function addressText(address: number): string {
  return address === 0 ? 'NULL' : hex(address)
}
