/** Another way: reads the body letter by letter and remembers whether it is inside of a string. */
const ofName = /\w/

export function expand(header: string, body: string): string[] {
  const lines: string[] = []
  for (const line of header.split('\n')) {
    const text = line.trim()
    if (!text.startsWith('CACHE(')) continue
    lines.push(withNumber(body, text.slice('CACHE('.length, -1)))
  }
  return lines
}

function withNumber(body: string, number: string): string {
  let text = ''
  let quoted = false
  for (let i = 0; i < body.length; i++) {
    const letter = body.charAt(i)
    if (letter === '"') quoted = !quoted
    const alone =
      letter === 'x' && !ofName.test(body.charAt(i - 1)) && !ofName.test(body.charAt(i + 1))
    if (quoted || !alone) text += letter
    else if (text.endsWith('#')) text = `${text.slice(0, -1)}"${number}"`
    else text += number
  }
  return text
}
