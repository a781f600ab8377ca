/** Another way: all sizes there can be, with a condition each, as data; then those whose condition holds. */

export interface Build {
  readonly kernelLine: number
  readonly pageSize: number
  readonly mmu: boolean
  readonly largeAllocs: boolean
}

type Row = readonly [size: number, isThere: (build: Build) => boolean]

const always = (): boolean => true
const between = (from: number, to: number, isThere: Row[1]): Row[] =>
  Array.from({ length: Math.log2(to / from) + 1 }, (_, step) => [from << step, isThere])

const header: readonly Row[] = [
  [32, ({ pageSize }) => pageSize === 4096],
  [64, always],
  [96, ({ kernelLine }) => kernelLine < 64],
  [128, always],
  [192, ({ kernelLine }) => kernelLine < 128],
  ...between(256, 131072, always),
  ...between(262144, 1048576, ({ mmu }) => !mmu),
  ...between(2097152, 33554432, ({ mmu, largeAllocs }) => !mmu && largeAllocs),
]

export function kmallocSizes(build: Build): number[] {
  return header.filter(([, isThere]) => isThere(build)).map(([size]) => size)
}
