/** Reads the three users as a preprocessor does, for several builds and other lists, and tries what comes of them. */
import { attempt, preprocess, random, sample } from 'kmalloc-course/check'
import { expect, test } from 'vitest'
import { numbersOf, placeOf, stringsOf } from './c.ts'
import { chain, header, names, table } from './start.ts'

const lines = [32, 64, 128, 16, 48]
const users = `${table}\n${chain}\n${names}`
const lengthsFor = (line: number): number[] => (line < 64 ? [48, 64, 128, 2048] : [64, 128, 2048])
const read = (line: number, list = header): string =>
  preprocess(users, { headers: { 'lengths.h': list }, defines: { LINE: line } })

test('the header has the lengths of each build', () => {
  for (const line of lines) {
    const look = 'Read the header from the top. Which lines are left?'
    attempt(`the header with BUF(x) x and LINE ${line}`, { look }, () => {
      const text = preprocess(`#define BUF(x) x\n${header}`, { defines: { LINE: line } })
      expect(text.split('\n').map(Number)).toEqual(lengthsFor(line))
    })
  }
})

test('the table', () => {
  for (const line of lines) {
    attempt(
      `lengths[] with LINE ${line}`,
      { look: 'What does the header give its first user?' },
      () => expect(numbersOf(read(line), 'lengths')).toEqual([...lengthsFor(line), 0]),
    )
  }
})

test('the chain', () => {
  for (const line of lines) {
    const lengths = lengthsFor(line)
    for (const size of [64, 1, 65, 2048, 2049]) {
      const look = 'What does the header give its second user? Does 64 fit into 64?'
      attempt(`place(${size}) with LINE ${line}`, { look }, () =>
        expect(placeOf(read(line), size), 'i').toBe(lengths.findIndex((length) => size <= length)),
      )
    }
  }
})

test('the names', () => {
  for (const line of lines) {
    attempt(`names[] with LINE ${line}`, { look: 'How does a number become a string?' }, () =>
      expect(stringsOf(read(line), 'names')).toEqual(
        lengthsFor(line).map((length) => `buf-${length}`),
      ),
    )
  }
})

test('the three users with another list', () => {
  for (const count of sample(6, () => random.integer(1, 5))) {
    const lengths: number[] = []
    for (let i = 0; i < count; i++) lengths.push((lengths.at(-1) ?? 0) + random.integer(1, 500))
    const list = lengths.map((length) => `BUF(${length})`).join('\n')
    const size = random.integer(1, 1500)
    const look = 'The lengths belong into the header only.'
    attempt(`a header with ${lengths.join(', ')}, and place(${size})`, { look }, () => {
      const text = read(32, list)
      expect(numbersOf(text, 'lengths'), 'lengths[]').toEqual([...lengths, 0])
      expect(placeOf(text, size), 'i').toBe(lengths.findIndex((length) => size <= length))
      expect(stringsOf(text, 'names'), 'names[]').toEqual(lengths.map((length) => `buf-${length}`))
    })
  }
})
