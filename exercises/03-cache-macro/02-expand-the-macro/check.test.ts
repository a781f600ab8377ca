/** Judges the expansion beside a real preprocessor. */
import { attempt, preprocess, random, sample } from 'kmalloc-course/check'
import { expect, test } from 'vitest'
import { expand } from './start.ts'

const few = '\n  CACHE(32)\n\n CACHE(64)  \n'

function expectLines(header: string, body: string, look: string): void {
  const wanted = preprocess(`#define CACHE(x) ${body}\n${header}`).split('\n').filter(Boolean)
  const numbers = Array.from(header.matchAll(/\d+/g), ([number]) => number).join(', ')
  attempt(`expand(a header with ${numbers || 'no sizes'}, ${JSON.stringify(body)})`, { look }, () =>
    expect(expand(header, body)).toEqual(wanted),
  )
}

test('the meanings of the lesson', () => {
  const look = 'Every CACHE(n) becomes the body, with n in the place of x.'
  expectLines(few, '{ .cs_size = (x) },', look)
  expectLines(few, 'if (size <= x) goto found; else i++;', look)
  expectLines('CACHE(4096)', 'x,', look)
  expectLines('\n', 'x,', 'No line CACHE(n), no line of the result.')
})

test('several x in one body', () => {
  const look = 'Every x that stands alone is replaced.'
  expectLines(few, 'x, x / 2, x * x', look)
  expectLines('CACHE(7)', '{ x, x },', look)
})

test('an x in another name', () => {
  const look = 'In max, x2 and index_x there is no x of its own.'
  expectLines(few, 'if (max < x) max = x;', look)
  expectLines('CACHE(96)', 'x2 index_x[x] 0x10 x', look)
})

test('a string of the number', () => {
  const look = '#x is the number in quotation marks.'
  expectLines(few, '"size-" #x,', look)
  expectLines('CACHE(192)', '{ .name = "size-" #x, .name_dma = "size-" #x "(DMA)" },', look)
})

test('an x in a string of the body', () => {
  const look = 'What stands in quotation marks stays as it is.'
  expectLines(few, '"x is " #x,', look)
  expectLines('CACHE(1)', 'print("x = %d, max x", x);', look)
  expectLines('CACHE(1)', 'print("a #x in C", x);', look)
})

test('headers and bodies made up', () => {
  const pieces = ['x', '#x', '"x"', 'max', '(x)', 'x,', 'x1', '"a x b"', '+', 'y', '[x]']
  for (const length of sample(20, () => random.integer(1, 6))) {
    const body = Array.from({ length }, () => random.pick(pieces)).join(' ')
    const sizes = Array.from({ length: random.integer(1, 3) }, () => random.integer(1, 5000))
    const header = sizes.map((size) => ` CACHE(${size})\n`).join('')
    expectLines(header, body, 'Go through the body piece by piece: string, #x, or name?')
  }
})
