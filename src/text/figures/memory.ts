/** A hexdump as hexdump -C and xxd write it, with a line above each object that begins in it. */
import type { MemoryView } from '#view/memory.ts'
import { type StyledLine, styled, tidy } from '../lines.ts'
import { type FigureOptions, boxGlyphs, words } from './box.ts'

interface Form {
  readonly perRow: number
  /** Bytes written together, without a space. */
  readonly together: number
}

function formFor(width: number): Form {
  if (width >= 78) return { perRow: 16, together: 1 }
  if (width >= 48) return { perRow: 8, together: 1 }
  return { perRow: width >= 38 ? 8 : 4, together: 4 }
}

/** Lines that repeat the one above are left out, as hexdump does it. */
const asAbove: StyledLine = [styled('*         the same again', 'muted')]

export function drawMemory(view: MemoryView, options: FigureOptions): StyledLine[] {
  const form = formFor(options.width)
  const lines: StyledLine[] = []
  let repeated = ''
  for (let offset = 0; offset < view.bytes.length; offset += form.perRow) {
    const row = view.bytes.slice(offset, offset + form.perRow)
    const marks = view.marks.filter(
      (mark) => mark.offset >= offset && mark.offset < offset + form.perRow,
    )
    const isLast = offset + form.perRow >= view.bytes.length
    const same = row.join() === repeated && marks.length === 0 && !isLast
    repeated = row.join()
    if (same) {
      if (lines.at(-1) !== asAbove) lines.push(asAbove)
      continue
    }
    for (const mark of marks) lines.push(...drawMark(mark, offset, options))
    lines.push(drawRow(view.address + offset, row, form, options))
  }
  return lines
}

function drawMark(
  { offset, label }: MemoryView['marks'][number],
  rowOffset: number,
  options: FigureOptions,
): StyledLine[] {
  const { across, corners } = boxGlyphs(options.unicode)
  const inside = offset - rowOffset
  const where = inside > 0 ? `, at byte ${inside} of the line` : ''
  const text = words(label + where, { ...options, width: options.width - 3 }, 'accent')
  return text.map((line, index) =>
    tidy([styled(index === 0 ? `${corners[0]}${across} ` : '   ', 'muted'), ...line]),
  )
}

function drawRow(
  address: number,
  bytes: readonly number[],
  { perRow, together }: Form,
  { unicode }: FigureOptions,
): StyledLine {
  const cells = Array.from({ length: perRow }, (_, index) => {
    const byte = bytes[index]
    const text = byte === undefined ? '  ' : byte.toString(16).padStart(2, '0')
    const gap = index === 0 || index % together > 0 ? '' : index === 8 ? '  ' : ' '
    return gap + text
  })
  const { down } = boxGlyphs(unicode)
  return tidy([
    styled(`${address.toString(16).padStart(8, '0')}  `, 'muted'),
    styled(cells.join('')),
    styled(`  ${down}`, 'muted'),
    ...bytes.map((byte) =>
      byte >= 0x20 && byte < 0x7f
        ? styled(String.fromCharCode(byte), 'string')
        : styled('.', 'muted'),
    ),
    styled(down, 'muted'),
  ])
}
