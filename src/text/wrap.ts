/**
 * Breaks styled text into lines of a given width. Western text breaks at spaces, Chinese and Japanese anywhere
 * except where a sign may not begin or end a line; a word longer than the line is cut.
 */
import { type StyledLine, type StyledRun, styled, tidy } from './lines.ts'
import { displayWidth, graphemes, splitAtWidth } from './width.ts'

/** A piece that is kept together. */
interface Atom {
  readonly runs: StyledRun[]
  width: number
  /** A space stands before it, unless it begins a line. */
  readonly spaced: StyledRun | null
  /** A forced line break stands before it. */
  readonly broken: boolean
}

/** Closing signs and those that belong to the character before them. */
const notAtStart =
  /^[\p{Pe}\p{Pf}、。，．・：；？！ーゝゞ々％‰℃…—～·,.:;?!%'"ぁぃぅぇぉっゃゅょァィゥェォッャュョ]/u
/** Opening signs. */
const notAtEnd = /[\p{Ps}\p{Pi}￥＄£$]$/u
const breaksAnywhere = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\u3000-\u303f\uff00-\uff60]/u

function mayBreakBetween(before: string, after: string): boolean {
  if (!breaksAnywhere.test(before) && !breaksAnywhere.test(after)) return false
  return !notAtStart.test(after) && !notAtEnd.test(before)
}

/** Takes runs apart into pieces that are kept together. */
class Atoms {
  readonly list: Atom[] = []
  #spaced: StyledRun | null = null
  #broken = false
  #last = ''

  add(text: string, style: StyledRun['style']): void {
    for (const part of text.split(/([ \t\r\n]+)/)) {
      if (part === '') continue
      if (/^[ \t\r\n]/.test(part)) this.#space(part, style)
      else this.#word(part, style)
    }
  }

  /** A break at the very end still makes an empty line only if something follows. */
  #space(part: string, style: StyledRun['style']): void {
    if (part.includes('\n')) this.#broken = true
    else this.#spaced = styled(' ', style)
    this.#last = ' '
  }

  #word(part: string, style: StyledRun['style']): void {
    if (!breaksAnywhere.test(part) && !breaksAnywhere.test(this.#last)) {
      this.#piece(part, style)
      return
    }
    for (const sign of graphemes(part)) this.#piece(sign, style)
  }

  #piece(text: string, style: StyledRun['style']): void {
    const atom = this.list.at(-1)
    const startsNew = !atom || this.#spaced || this.#broken || mayBreakBetween(this.#last, text)
    if (startsNew) {
      this.list.push({
        runs: [styled(text, style)],
        width: displayWidth(text),
        spaced: this.#spaced,
        broken: this.#broken,
      })
    } else {
      atom.runs.push(styled(text, style))
      atom.width += displayWidth(text)
    }
    this.#spaced = null
    this.#broken = false
    this.#last = text
  }
}

/** Collects pieces into lines. */
class Filler {
  readonly lines: StyledLine[] = []
  readonly width: number
  #runs: StyledRun[] = []
  #used = 0

  constructor(width: number) {
    this.width = width
  }

  end(): void {
    this.lines.push(tidy(this.#runs))
    this.#runs = []
    this.#used = 0
  }

  add(atom: Atom): void {
    if (atom.broken) this.end()
    const gap = this.#used > 0 && atom.spaced ? 1 : 0
    if (this.#used > 0 && this.#used + gap + atom.width > this.width) this.end()
    else if (gap && atom.spaced) this.#put(atom.spaced)
    for (const run of atom.runs) this.#putCutting(run)
  }

  #put(run: StyledRun): void {
    this.#runs.push(run)
    this.#used += displayWidth(run.text)
  }

  /** Only a piece wider than a whole line is ever cut here. */
  #putCutting(run: StyledRun): void {
    let rest = run.text
    while (rest !== '') {
      let [head, tail] = splitLongWord(rest, this.width - this.#used)
      if (head === '' && this.#used > 0) {
        this.end()
        continue
      }
      // A character wider than a whole line stands alone.
      if (head === '') {
        head = graphemes(rest)[0] ?? rest
        tail = rest.slice(head.length)
      }
      this.#put(styled(head, run.style))
      if (tail !== '') this.end()
      rest = tail
    }
  }
}

/** Cuts what is too wide, in a web address or a long name after a sign if that keeps half the line. */
function splitLongWord(text: string, width: number): [string, string] {
  const [head, tail] = splitAtWidth(text, width)
  const soft = tail === '' ? head.length : (head.match(/^.*[/_.,#?&=-]/su)?.[0].length ?? 0)
  return soft > head.length / 2 ? [text.slice(0, soft), text.slice(soft)] : [head, tail]
}

/** Lines of at most `width` columns (a single character wider than that stands alone). Newlines in a run are kept. */
export function wrap(runs: readonly StyledRun[], width: number): StyledLine[] {
  const atoms = new Atoms()
  for (const run of runs) atoms.add(run.text, run.style)
  const filler = new Filler(Math.max(1, width))
  for (const atom of atoms.list) filler.add(atom)
  filler.end()
  return filler.lines
}
