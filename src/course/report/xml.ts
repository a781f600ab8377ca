/** XML as text. Whatever a learner's program made may stand in it: it stays text, and the file stays XML. */

export interface Element {
  readonly name: string
  /** Null leaves an attribute out. */
  readonly attributes: Readonly<Record<string, string | number | null>>
  readonly content: readonly (Element | string)[]
}

/** Everything XML 1.0 has no way to write: control characters, half of a pair, two code points that are none. */
const unwritable = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu
/** Stands for one of them. */
const replacement = '\ufffd'

/** A whole document with one root. */
export function xmlDocument(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${draw(root, '')}\n`
}

function draw({ name, attributes, content }: Element, indent: string): string {
  const told = Object.entries(attributes).flatMap(([key, value]) =>
    value === null ? [] : [` ${key}="${attributeText(String(value))}"`],
  )
  const open = `${indent}<${name}${told.join('')}`
  if (content.length === 0) return `${open}/>`
  // Where there is text, a space more would be another text.
  if (content.some((part) => typeof part === 'string')) {
    const inside = content.map((part) =>
      typeof part === 'string' ? plainText(part) : draw(part, ''),
    )
    return `${open}>${inside.join('')}</${name}>`
  }
  const inside = content.map((part) => (typeof part === 'string' ? '' : draw(part, `${indent}  `)))
  return `${open}>\n${inside.join('\n')}\n${indent}</${name}>`
}

function plainText(text: string): string {
  return text
    .replace(unwritable, replacement)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;')
}

/** A reader turns line ends in attributes into spaces unless they are written like this. */
function attributeText(text: string): string {
  return plainText(text)
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#9;')
    .replaceAll('\n', '&#10;')
}
