/** Wrong: takes every letter x for the parameter. */
export function expand(header: string, body: string): string[] {
  const numbers = Array.from(header.matchAll(/CACHE\((\d+)\)/g), ([, number = '']) => number)
  return numbers.map((number) =>
    body.replace(/"[^"]*"|#x|x/g, (piece) => {
      if (piece.startsWith('"')) return piece
      return piece === '#x' ? `"${number}"` : number
    }),
  )
}
