/** One answer for each open question; a line is left when all are yes. */
const compare: Record<string, (a: number, b: number) => boolean> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
}

function answer(line: string, defines: Record<string, number>): boolean {
  const [, kind, name = '', operator = '', number = ''] =
    /^#(ifdef|ifndef|if)\s+(\w+)\s*(<=|>=|==|!=|<|>)?\s*(\d*)/.exec(line) ?? []
  if (kind === 'ifdef') return name in defines
  if (kind === 'ifndef') return !(name in defines)
  return compare[operator]?.(defines[name] ?? 0, Number(number)) ?? false
}

export function chosenLines(header: string, defines: Record<string, number>): string[] {
  const answers: boolean[] = []
  const left: string[] = []
  for (const line of header.split('\n').map((one) => one.trim())) {
    if (line.startsWith('#if')) answers.push(answer(line, defines))
    else if (line.startsWith('#else')) answers.push(!answers.pop())
    else if (line.startsWith('#endif')) answers.pop()
    else if (line !== '' && answers.every(Boolean)) left.push(line)
  }
  return left
}
