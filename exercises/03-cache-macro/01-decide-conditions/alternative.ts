/** Another way: a function that reads one block, and calls itself for the blocks inside. */
interface Reader {
  readonly lines: readonly string[]
  place: number
}

export function chosenLines(header: string, defines: Record<string, number>): string[] {
  const lines = header.split('\n').map((line) => line.trim())
  return block({ lines, place: 0 }, defines)
}

/** Reads up to the #else or #endif of this block, which it leaves to its caller. */
function block(reader: Reader, defines: Record<string, number>): string[] {
  const kept: string[] = []
  for (; reader.place < reader.lines.length; reader.place++) {
    const line = reader.lines[reader.place] ?? ''
    if (/^#(else|endif)/.test(line)) break
    if (line.startsWith('#if')) kept.push(...choice(reader, defines))
    else if (line !== '') kept.push(line)
  }
  return kept
}

function choice(reader: Reader, defines: Record<string, number>): string[] {
  const yes = holds(reader.lines[reader.place++] ?? '', defines)
  const first = block(reader, defines)
  const isElse = (reader.lines[reader.place] ?? '').startsWith('#else')
  if (isElse) reader.place++
  const second = isElse ? block(reader, defines) : []
  return yes ? first : second
}

function holds(line: string, defines: Record<string, number>): boolean {
  const words = line.replace(/(<=|>=|==|!=|<|>)/, ' $1 ').split(/\s+/)
  const [kind = '', name = '', operator = '', number = '0'] = words
  if (kind !== '#if') return (defines[name] !== undefined) === (kind === '#ifdef')
  const difference = (defines[name] ?? 0) - Number(number)
  if (operator === '!=') return difference !== 0
  if (difference === 0) return operator.includes('=')
  return operator.startsWith(difference < 0 ? '<' : '>')
}
