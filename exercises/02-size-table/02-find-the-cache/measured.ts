/**
 * What the real Linux 2.6.11 gave for every size from 0 to 131073, on two builds. A row: smallest and largest size, bytes
 * that ksize says, place of the class in the table (-1: the request failed).
 */
export interface MeasuredSizes {
  readonly line: number
  readonly rows: readonly (readonly [number, number, number, number])[]
}

export const measured: readonly MeasuredSizes[] = [
  {
    line: 32,
    rows: [
      [0, 32, 32, 0],
      [33, 64, 64, 1],
      [65, 96, 96, 2],
      [97, 128, 128, 3],
      [129, 192, 192, 4],
      [193, 256, 256, 5],
      [257, 512, 512, 6],
      [513, 1024, 1024, 7],
      [1025, 2048, 2048, 8],
      [2049, 4096, 4096, 9],
      [4097, 8192, 8192, 10],
      [8193, 16384, 16384, 11],
      [16385, 32768, 32768, 12],
      [32769, 65536, 65536, 13],
      [65537, 131072, 131072, 14],
      [131073, 131073, 0, -1],
    ],
  },
  {
    line: 128,
    rows: [
      [0, 32, 32, 0],
      [33, 64, 64, 1],
      [65, 128, 128, 2],
      [129, 256, 256, 3],
      [257, 512, 512, 4],
      [513, 1024, 1024, 5],
      [1025, 2048, 2048, 6],
      [2049, 4096, 4096, 7],
      [4097, 8192, 8192, 8],
      [8193, 16384, 16384, 9],
      [16385, 32768, 32768, 10],
      [32769, 65536, 65536, 11],
      [65537, 131072, 131072, 12],
      [131073, 131073, 0, -1],
    ],
  },
]
