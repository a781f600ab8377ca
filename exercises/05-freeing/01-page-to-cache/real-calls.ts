/** Judges a kernel with a learner's function inside by what the real one did when it got the same calls. */
import { attempt } from 'kmalloc-course/check'
import { GFP_KERNEL, NULL, arrayOf, boot, placeOf, slabsOf } from 'kmalloc-course/kernel'
import type { BootOptions, Kernel, kmem_cache } from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'

/**
 * Calls and what came of them, each a word: `+7:300=2.5` call 7 asks for 300 bytes and gets object 5 of slab 2; `-7` gives
 * that back, and `-7~2,3` destroys slabs 2 and 3 by it; `!size-32:8:4:0` is written to /proc/slabinfo.
 */
export interface RealCalls {
  /** The CPU's line, for which the kernel was built as well, in bytes. */
  readonly line: number
  readonly calls: string
}

export interface RealRun {
  readonly measured: readonly RealCalls[]
  /** The learner's function under its name. */
  readonly overrides: NonNullable<BootOptions['overrides']>
  /** What to look at when something differs. */
  readonly look: string
}

const CALLS_IN_AN_ATTEMPT = 80

/** One check for each recording. */
export function checkRealCalls({ measured, overrides, look }: RealRun): void {
  const name = Object.keys(overrides).join(', ')
  for (const { line, calls } of measured) {
    const words = calls.trim().split(/\s+/)
    test(`a kernel with your ${name}, beside the real one: ${words.length} calls, lines of ${line} bytes`, () => {
      const kernel = attempt(
        `boot with your ${name}`,
        { look: 'Boot uses your function too. Do the checks above pass?' },
        () => boot({ kernelLine: line, cpuLine: line, megabytes: 256, overrides }),
      )
      const taken = new Map<string, number>()
      for (let first = 0; first < words.length; first += CALLS_IN_AN_ATTEMPT) {
        const part = words.slice(first, first + CALLS_IN_AN_ATTEMPT)
        const last = first + part.length
        attempt(`calls ${first + 1} to ${last} of that recording`, { look }, () => {
          for (const [i, word] of part.entries()) repeat(kernel, taken, word, first + i + 1)
        })
      }
    })
  }
}

function repeat(kernel: Kernel, taken: Map<string, number>, word: string, number: number): void {
  const [id = '', ...rest] = word.slice(1).split(/[:=~]/)
  if (word.startsWith('!')) kernel.slabinfo_write([id, ...rest].join(' '))
  else if (word.startsWith('+')) {
    const [size = '0', place = ''] = rest
    const object = kernel.kmalloc(Number(size), GFP_KERNEL)
    taken.set(id, object)
    expect(placeName(kernel, object), `slab.object of call ${number}, kmalloc(${size})`).toBe(place)
  } else {
    const object = taken.get(id) ?? NULL
    const gone = destroyedBy(kernel, object, () => kernel.kfree(object))
    expect(gone, `slabs destroyed by call ${number}, a kfree`).toBe(rest[0] ?? '')
  }
}

function placeName(kernel: Kernel, object: number): string {
  const place = placeOf(kernel, object)
  return place === null ? '-1.-1' : `${place.slab}.${place.object}`
}

/** The numbers of the slabs of the object's cache that are gone after the call. */
function destroyedBy(kernel: Kernel, object: number, call: () => void): string {
  const cache = placeOf(kernel, object)?.cache
  if (cache === undefined || arrayOf(kernel, cache).avail < arrayOf(kernel, cache).limit) {
    call()
    return ''
  }
  const before = slabNumbers(kernel, cache)
  call()
  const after = new Set(slabNumbers(kernel, cache))
  return before.filter((slab) => !after.has(slab)).join()
}

function slabNumbers(kernel: Kernel, cache: kmem_cache): number[] {
  const { partial, full, free } = slabsOf(kernel, cache)
  return [...partial, ...full, ...free].map(({ number }) => number).sort((a, b) => a - b)
}
