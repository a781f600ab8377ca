/** Plays a program that the real kernel was given, on a machine with a learner's function inside. */
import { attempt } from 'kmalloc-course/check'
import {
  GFP_KERNEL,
  NULL,
  boot,
  locate,
  watchEvents,
  type BootOptions,
  type Kernel,
} from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'

export interface MeasuredTrace {
  /** Line of the kernel's build and of the CPU, in bytes. */
  readonly line: number
  /**
   * The calls: `m7/40=3.12` is kmalloc(40), the 7th object, which was object 12 of slab 3 of its cache; `*` behind it
   * says that the array was empty; `f7` gives the 7th back; `tsize-64/8/4/0` is a line for /proc/slabinfo.
   */
  readonly calls: string
}

const call = /^m(?<id>\d+)\/(?<size>\d+)=(?<place>[\d.]+)(?<missed>\*?)$/

/** One check for each trace. */
export function checkRealTraces(
  measured: readonly MeasuredTrace[],
  overrides: NonNullable<BootOptions['overrides']>,
  look: string,
): void {
  const names = Object.keys(overrides).join(' and ')
  for (const { line, calls } of measured) {
    const list = calls.trim().split(/\s+/)
    test(`a kernel with your ${names}, compared with the real one: lines of ${line} bytes`, () => {
      attempt(
        `${list.length} calls that the real kernel was given, with your ${names}`,
        { look },
        () => play(boot({ kernelLine: line, cpuLine: line, overrides }), list),
      )
    })
  }
}

function play(kernel: Kernel, list: readonly string[]): void {
  const objects = new Map<string, number>()
  let missed = false
  watchEvents(kernel, ({ name, depth }) => {
    if (name === 'array-empty' && depth === 1) missed = true
  })
  for (const [index, text] of list.entries()) {
    const { id = '', size = '', place, missed: star } = call.exec(text)?.groups ?? {}
    missed = false
    if (place === undefined) other(kernel, objects, text)
    else {
      const object = kernel.kmalloc(Number(size), GFP_KERNEL)
      objects.set(id, object)
      const found = locate(kernel, object)
      const what = `call ${index + 1}, kmalloc(${size}): slab and object`
      expect(`${found?.slab}.${found?.object}`, what).toBe(place)
      expect(missed, `call ${index + 1}, kmalloc(${size}): array empty`).toBe(star === '*')
    }
  }
}

function other(kernel: Kernel, objects: ReadonlyMap<string, number>, text: string): void {
  if (text.startsWith('f')) kernel.kfree(objects.get(text.slice(1)) ?? NULL)
  else kernel.slabinfo_write(text.slice(1).replaceAll('/', ' '))
}
