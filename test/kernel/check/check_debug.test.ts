/** The sweep of a machine with slab debugging: whole when everything is used as it may be, and each damage is named. */
import { beforeEach, expect, test } from 'vitest'
import {
  boot,
  debugStateOf,
  GFP_KERNEL,
  slabAt,
  type Kernel,
  type VirtualAddress,
} from '#kernel/index.ts'

let kernel: Kernel
let object: VirtualAddress
beforeEach(() => {
  kernel = boot({ profile: 'debug', megabytes: 64 })
  object = kernel.kmalloc(100, GFP_KERNEL)
})

/** `size-128 slab 0: object 4: …` */
function aboutObject(problem: string): string {
  return `size-128 slab 0: object ${debugStateOf(kernel, object)?.index}: ${problem}`
}

test('right after boot, and with objects in use, in arrays and in slabs', () => {
  expect(kernel.check()).toEqual([])
  const objects = Array.from({ length: 200 }, () => kernel.kmalloc(100, GFP_KERNEL))
  for (const one of objects) kernel.kfree(one)
  expect(kernel.check()).toEqual([])
})

test('on two processors', () => {
  kernel = boot({ megabytes: 64, slabDebug: true, cpus: 2 })
  const objects = Array.from({ length: 100 }, () => kernel.kmalloc(100, GFP_KERNEL))
  kernel.onCpu(1, () => {
    for (const one of objects) kernel.kfree(one)
  })
  expect(kernel.check()).toEqual([])
  expect(kernel.log()).toEqual([])
})

test('red words', () => {
  kernel.write8(object - 1, 0x41)
  kernel.write32(object + 128, 0)
  expect(kernel.check()).toEqual([
    aboutObject('the red word before it is 0x410fc2a5, not 0x170fc2a5'),
    aboutObject('the red word behind it is 0x00000000, not 0x170fc2a5'),
  ])
})

test('poison of an object that nobody has', () => {
  kernel.kfree(object)
  kernel.write8(object + 127, 0)
  expect(kernel.check()).toEqual([aboutObject('its poison is damaged at byte 127')])
})

test('an object that was freed twice has red words of an unused one, and is in the array twice', () => {
  kernel.kfree(object)
  kernel.kfree(object)
  expect(kernel.check().some((problem) => problem.includes('was in an array before'))).toBe(true)
})

test('the last user', () => {
  kernel.write32(object + 132, 0x12345678)
  expect(kernel.check()).toEqual([aboutObject('its last user is 0x12345678, where no code is')])
})

test('the link of an object that is out of its slab', () => {
  const { slab } = slabAt(kernel, object) ?? {}
  const index = debugStateOf(kernel, object)?.index ?? 0
  kernel.write16((slab?.descriptor ?? 0) + 24 + 2 * index, 3)
  expect(kernel.check()).toEqual([
    `size-128 slab 0: object ${index} is out, but its link is 0x0003, not 0xfffe`,
  ])
})

test('counters', () => {
  const size128 = kernel.malloc_sizes[2]?.cs_cachep.address ?? 0
  const active = kernel.read32(size128 + 120)
  kernel.write32(size128 + 120, active + 1)
  kernel.write32(size128 + 128, 0)
  kernel.write32(size128 + 132, 9)
  expect(kernel.check()).toEqual([
    `size-128: num_active is ${active + 1}, not ${active}`,
    `size-128: high_mark is 0, but ${active} are active`,
    'size-128: grown is 9, not 1',
  ])
})
