/** Wrong: replaces the parameter once. */
export function expand(header: string, body: string): string[] {
  const numbers = Array.from(header.matchAll(/CACHE\((\d+)\)/g), ([, number = '']) => number)
  return numbers.map((number) => {
    let done = false
    return body.replace(/"[^"]*"|#x\b|\w+/g, (piece) => {
      if (done || (piece !== 'x' && piece !== '#x')) return piece
      done = true
      return piece === 'x' ? number : `"${number}"`
    })
  })
}
