/**
 * Where the slabs of own caches began on the real Linux 2.6.11: size, alignment and flags of the cache, then for one slab
 * after the other the bytes that it was shifted.
 */
export interface MeasuredSlabs {
  /** Line of the kernel's build and of the CPU, in bytes. */
  readonly line: number
  readonly rows: readonly (readonly [number, number, number, readonly number[]])[]
}

export const measured: readonly MeasuredSlabs[] = [
  {
    line: 32,
    rows: [
      [5000, 0, 8192, [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448, 480]],
      [5000, 64, 0, [0, 64, 128, 192, 256, 320, 384, 448, 512, 576, 640, 704, 768, 832, 896, 960]],
      [3500, 8, 0, [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448, 480]],
      [340, 64, 0, [0, 64, 128, 0, 64]],
    ],
  },
  {
    line: 64,
    rows: [
      [9000, 64, 0, [0, 64, 128, 192, 256, 320, 384, 448, 512, 576, 640, 704, 768, 832, 896, 960]],
      [140, 0, 8192, [0, 64, 128, 0]],
      [300, 8, 8192, [0, 64, 128, 0, 64, 128, 0, 64, 128, 0]],
      [340, 8, 8192, [0, 64, 128, 0, 64, 128, 0, 64, 128, 0, 64, 128]],
    ],
  },
  {
    line: 128,
    rows: [
      [
        9000,
        0,
        0,
        [0, 128, 256, 384, 512, 640, 768, 896, 1024, 1152, 1280, 1408, 1536, 1664, 1792, 1920],
      ],
      [
        5000,
        0,
        8192,
        [0, 128, 256, 384, 512, 640, 768, 896, 1024, 1152, 1280, 1408, 1536, 1664, 1792, 1920],
      ],
      [
        2100,
        0,
        0,
        [0, 128, 256, 384, 512, 640, 768, 896, 1024, 1152, 1280, 1408, 1536, 1664, 0, 128],
      ],
    ],
  },
]
