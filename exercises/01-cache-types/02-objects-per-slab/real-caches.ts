/** Judges a kernel with a learner's function inside by the caches that the real one made on the same machine. */
import { attempt } from 'kmalloc-course/check'
import { CFLGS_OFF_SLAB, boot, type BootOptions, type kmem_cache } from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import type { Measured } from './measured.ts'

export const bootLook = 'Boot makes all its caches with your function. Do the checks above pass?'

export interface RealCaches {
  readonly measured: readonly Measured[]
  /** What the checks are called; the machine follows. */
  readonly title: string
  /** The learner's function under its name. */
  readonly overrides: NonNullable<BootOptions['overrides']>
  /** What to look at when a cache differs. */
  readonly look: string
  /** The part of the geometry that the function decides about; all of it if left out. */
  readonly part?: (geometry: Geometry) => Partial<Geometry>
}

type Numbers = Record<
  'objsize' | 'num' | 'gfporder' | 'slab_size' | 'colour' | 'colour_off',
  number
>
type Geometry = Numbers & { readonly offSlab: boolean }

/** One check for each machine, in which every row is an attempt. */
export function checkRealCaches(options: RealCaches): void {
  const { measured, title, overrides, look, part = (geometry) => geometry } = options
  for (const { rows, ...machine } of measured) {
    test(`${title}: CPU line ${machine.cpuLine}, ${machine.megabytes} MB`, () => {
      const kernel = attempt(
        `boot with your ${Object.keys(overrides).join(', ')}`,
        { look: bootLook },
        () => boot({ ...machine, overrides }),
      )
      for (const row of rows) {
        const [size = 0, align = 0, flags = 0, ...answer] = row
        attempt(
          `kmem_cache_create('x', ${size}, ${align}, 0x${flags.toString(16)}), compared with the real kernel`,
          { look },
          () => {
            const made = kernel.kmem_cache_create(`x-${size}-${align}-${flags}`, size, align, flags)
            expect(made && part(geometryOf(made))).toEqual(part(wantedOf(answer)))
          },
        )
      }
    })
  }
}

function geometryOf(cache: kmem_cache): Geometry {
  const { objsize, num, gfporder, flags, slab_size, colour, colour_off } = cache
  const offSlab = (flags & CFLGS_OFF_SLAB) !== 0
  return { objsize, num, gfporder, offSlab, slab_size, colour, colour_off }
}

function wantedOf(answer: readonly number[]): Geometry {
  const [objsize = 0, num = 0, gfporder = 0, off = 0, slab_size = 0, colour = 0, colour_off = 0] =
    answer
  return { objsize, num, gfporder, offSlab: off === 1, slab_size, colour, colour_off }
}
