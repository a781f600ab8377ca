/** Judges what stands in the machine's memory after `sayHello`, in objects that were used before. */
import { attempt, figures, hex, random, sample } from 'kmalloc-course/check'
import { GFP_KERNEL, NULL, boot, type Kernel, type VirtualAddress } from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { sayHello } from './start.ts'

/** One machine for most tests: booting takes longer than everything that is asked of it. */
const machine = boot()

/** A byte nobody writes on purpose, so that it shows where nobody has written. */
const junk = 0xee

/** The next object of this length has been used before: whoever gets it finds junk. */
function useBefore(kernel: Kernel, size: number): void {
  const object = kernel.kmalloc(size, GFP_KERNEL)
  kernel.writeBytes(object, new Uint8Array(kernel.ksize(object)).fill(junk))
  kernel.kfree(object)
}

/** The bytes of the object as text, with what is no letter written as <00>. */
function shown(kernel: Kernel, address: VirtualAddress, length: number): string {
  return [...kernel.readBytes(address, length)]
    .map((byte) =>
      byte >= 32 && byte < 127
        ? String.fromCharCode(byte)
        : `<${byte.toString(16).padStart(2, '0')}>`,
    )
    .join('')
}

/** What must stand in the first bytes of the object. */
function wanted(text: string, size: number): string {
  return `${text.slice(0, size - 1)}<00>`
}

/** The object of the newest greeting, for the picture of it. */
const newest = { kernel: machine, address: NULL }

function hello(kernel: Kernel, text: string, size: number): VirtualAddress {
  Object.assign(newest, { kernel, address: NULL })
  newest.address = sayHello(kernel, text, size)
  return newest.address
}

/** What the object holds, its first lines. */
function figure() {
  const { kernel, address } = newest
  return figures.memory(kernel, address, Math.min(64, kernel.ksize(address)))
}

function expectHello(kernel: Kernel, text: string, size: number): void {
  useBefore(kernel, size)
  const address = hello(kernel, text, size)
  expect(address, 'the address returned must not be NULL').not.toBe(NULL)
  expect(kernel.ksize(address), `room at ${hex(address)}, in bytes`).toBeGreaterThanOrEqual(size)
  const length = Math.min(text.length, size - 1) + 1
  expect(shown(kernel, address, length), `the first ${length} bytes at ${hex(address)}`).toBe(
    wanted(text, size),
  )
  const behind = kernel.ksize(address) - size
  const changed = kernel.readBytes(address + size, behind).findIndex((byte) => byte !== junk)
  expect(
    changed < 0 ? 'unchanged' : `byte ${size + changed} is changed`,
    `the ${behind} bytes from byte ${size} on, for which you did not ask`,
  ).toBe('unchanged')
  kernel.kfree(address)
}

test('writes the text where the address points', () => {
  const kernel = machine
  attempt(
    `sayHello(kernel, 'hello, slab', 64) on a fresh 256 MB machine`,
    {
      look: 'Write the characters one after the other: character index at address + index.',
      figure,
    },
    () => {
      const address = hello(kernel, 'hello, slab', 64)
      expect(shown(kernel, address, 11), 'the first 11 bytes of the object').toBe('hello, slab')
    },
  )
})

test('ends the text with a NUL', () => {
  attempt(
    `sayHello(kernel, 'hello', 32) in an object that was used before`,
    {
      look: 'kmalloc does not clear memory. Who writes the byte behind the last character?',
      figure,
    },
    () => {
      const kernel = machine
      useBefore(kernel, 32)
      const address = hello(kernel, 'hello', 32)
      expect(shown(kernel, address, 6), 'the first 6 bytes of the object').toBe('hello<00>')
    },
  )
})

test('cuts a text that does not fit', () => {
  const kernel = machine
  for (const size of [20, 12, 11, 5, 1]) {
    attempt(
      `sayHello(kernel, 'hello, slab', ${size}): 11 characters into ${size} bytes`,
      {
        look: 'One of the bytes you asked for is for the NUL; nothing goes behind the last one.',
        figure,
      },
      () => expectHello(kernel, 'hello, slab', size),
    )
  }
})

test('asks kmalloc for as many bytes as it was told', () => {
  attempt(
    `sayHello(kernel, 'hi', 300): a short text, but 300 bytes are wanted`,
    { look: 'size, not the length of the text, is what you ask kmalloc for.' },
    () => {
      const kernel = machine
      expect(kernel.ksize(sayHello(kernel, 'hi', 300)), 'length of the object, in bytes').toBe(512)
    },
  )
})

test('gives NULL back when kmalloc does', () => {
  attempt(
    `sayHello(kernel, 'hello', 200000): more than kmalloc has`,
    { look: 'Compare the address with NULL before you write anything.' },
    () => expect(sayHello(machine, 'hello', 200000), 'the address returned').toBe(NULL),
  )
})

test('works for any text and size, on a laptop too', () => {
  const kernel = boot({ profile: 'p3-laptop' })
  const letters = 'abcdefghijklmnopqrstuvwxyz ,'.split('')
  for (const size of sample(20, () => random.integer(1, 200))) {
    const text = sample(random.integer(0, 220), () => random.pick(letters)).join('')
    attempt(
      `a text of ${text.length} characters into ${size} bytes, on a 128 MB laptop`,
      { look: 'Try this length and this size by hand: where does the NUL go?', figure },
      () => expectHello(kernel, text, size),
    )
  }
})

test('takes one object for each text and no more', () => {
  attempt(
    `1000 times sayHello(kernel, 'hi', 100) and kfree`,
    { look: 'Every kmalloc needs a kfree. Do you call kmalloc more than once?' },
    () => {
      const kernel = machine
      for (let count = 0; count < 20; count++) kernel.kfree(sayHello(kernel, 'hi', 100))
      const before = kernel.slabinfo()
      for (let count = 0; count < 1000; count++) kernel.kfree(sayHello(kernel, 'hi', 100))
      expect(kernel.slabinfo(), '/proc/slabinfo, before and after').toBe(before)
    },
  )
})
