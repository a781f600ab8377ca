/** Wrong: leaves # without effect. */
export function expand(header: string, body: string): string[] {
  const numbers = Array.from(header.matchAll(/CACHE\((\d+)\)/g), ([, number = '']) => number)
  return numbers.map((number) =>
    body.replace(/"[^"]*"|#x\b|\w+/g, (piece) =>
      piece === 'x' || piece === '#x' ? number : piece,
    ),
  )
}
