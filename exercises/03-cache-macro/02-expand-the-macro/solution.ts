/** The numbers, and for each the body, cut into strings, #x and words. */
export function expand(header: string, body: string): string[] {
  const numbers = Array.from(header.matchAll(/CACHE\((\d+)\)/g), ([, number = '']) => number)
  return numbers.map((number) =>
    body.replace(/"[^"]*"|#x\b|\w+/g, (piece) => {
      if (piece === '#x') return `"${number}"`
      return piece === 'x' ? number : piece
    }),
  )
}
