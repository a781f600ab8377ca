/** Wrong: looks into strings. */
export function expand(header: string, body: string): string[] {
  const numbers = Array.from(header.matchAll(/CACHE\((\d+)\)/g), ([, number = '']) => number)
  return numbers.map((number) => body.replace(/#x\b/g, `"${number}"`).replace(/\bx\b/g, number))
}
