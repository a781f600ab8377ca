/** Reads the little C that the three users come to, and carries it out. */

/** The numbers between the braces of an array. */
export function numbersOf(text: string, name: string): number[] {
  return (bracesOf(text, name).match(/\b\d+\b/g) ?? []).map(Number)
}

/** The strings between the braces of an array; strings that stand side by side are one. */
export function stringsOf(text: string, name: string): string[] {
  return bracesOf(text, name)
    .split(',')
    .map((entry) => Array.from(entry.matchAll(/"([^"]*)"/g), ([, inside = '']) => inside).join(''))
    .filter((entry) => entry !== '')
}

function bracesOf(text: string, name: string): string {
  const start = text.indexOf('{', text.indexOf(`${name}[]`))
  return text.slice(start + 1, text.indexOf('}', start))
}

/**
 * What `place(size)` returns: goes through its lines `if (a < b) return i; else i++;`, in any of their forms. null when
 * something stands there that this cannot read.
 */
export function placeOf(text: string, size: number): number | null {
  const start = text.indexOf('{', text.indexOf('place('))
  const statements = text.slice(start + 1, text.indexOf('}', start))
  let i = 0
  for (const line of statements.split('\n').map((one) => one.trim())) {
    if (line === '' || /^int i = 0;$/.test(line)) continue
    const end = /^return\s+(-?\d+);$/.exec(line)
    if (end !== null) return Number(end[1])
    const step = /^if \((\w+) (<=|<|>=|>) (\w+)\) (return i|i\+\+); else (return i|i\+\+);$/.exec(
      line,
    )
    if (step === null) return null
    const [, left = '', sign = '', right = '', yes = '', no = ''] = step
    const value = (word: string) => (word === 'size' ? size : Number(word))
    const holds = compare(value(left), sign, value(right))
    if ((holds ? yes : no) === 'return i') return i
    i++
  }
  return null
}

function compare(a: number, sign: string, b: number): boolean {
  if (a === b) return sign.endsWith('=')
  return sign.startsWith(a < b ? '<' : '>')
}
