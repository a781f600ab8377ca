/** Another way: one function makes an array of what any meaning says; the list is data with the lines it is for. */
export type Header = (CACHE: (x: number) => void) => void

const belowLine: readonly (readonly [size: number, line: number])[] = [
  ...Array.from({ length: 13 }, (_, step) => [2 ** (step + 5), Number.POSITIVE_INFINITY] as const),
  [96, 64] as const,
  [192, 128] as const,
].sort(([a], [b]) => a - b)

export function eachSize(kernelLine: number, CACHE: (x: number) => void): void {
  for (const [size, line] of belowLine) if (kernelLine < line) CACHE(size)
}

function mapHeader<Meaning>(
  include: Header,
  meaning: (x: number, all: readonly number[]) => Meaning,
): Meaning[] {
  const all: number[] = []
  include((x) => all.push(x))
  return all.map((x) => meaning(x, all))
}

export const table = (include: Header): number[] => mapHeader(include, (x) => x)

export const names = (include: Header): { name: string; name_dma: string }[] =>
  mapHeader(include, String).map((x) => ({ name: `size-${x}`, name_dma: `size-${x}(DMA)` }))

export const losses = (include: Header): number[] =>
  mapHeader(include, (x, all) => x - 1 - Math.max(0, ...all.filter((one) => one < x)))
