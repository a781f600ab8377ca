/** Judges the answers beside a real preprocessor, on three headers that no lesson shows and on random ones. */
import { attempt, preprocess, random, sample } from 'kmalloc-course/check'
import { expect, test } from 'vitest'
import { chosenLines } from './start.ts'

type Defines = Record<string, number>

function expectLines(what: string, header: string, defines: Defines, look: string): void {
  const wanted = preprocess(header, { defines }).split('\n').filter(Boolean)
  const lines = header
    .trim()
    .split('\n')
    .map((line) => line.trim())
    .join(' / ')
  attempt(`chosenLines of ${what}: ${lines}; with ${JSON.stringify(defines)}`, { look }, () =>
    expect(chosenLines(header, defines)).toEqual(wanted),
  )
}

const kmalloc = `
#if PAGE_SIZE == 4096
  CACHE(32)
#endif
  CACHE(64)
#if L1_CACHE_BYTES < 64
  CACHE(96)
#endif
  CACHE(128)
#ifndef CONFIG_MMU
  CACHE(262144)
#ifdef CONFIG_LARGE_ALLOCS
  CACHE(2097152)
#endif
#endif
`

test('one question', () => {
  const look = 'Which lines are left, and which are questions?'
  const one = '#ifndef SMALL\nCACHE(64)\n#endif\n\n  CACHE(128)\n'
  for (const defines of [{}, { SMALL: 1 }]) expectLines('a short header', one, defines, look)
})

test('the sizes of kmalloc', () => {
  const look = 'Answer the questions one by one.'
  const pc = { PAGE_SIZE: 4096, CONFIG_MMU: 1 }
  expectLines("kmalloc's header", kmalloc, { ...pc, L1_CACHE_BYTES: 128 }, look)
  expectLines("kmalloc's header", kmalloc, { ...pc, L1_CACHE_BYTES: 32 }, look)
  expectLines("kmalloc's header", kmalloc, { PAGE_SIZE: 8192, L1_CACHE_BYTES: 64 }, look)
})

test('a question in another one', () => {
  const look = 'A line inside of two questions is left if both say yes. Whose #endif is which?'
  const small = '#ifdef A\n#ifdef B\nboth\n#endif\n#else\nno A\n#endif\n'
  for (const defines of [{ B: 1 }, { A: 1 }, { A: 1, B: 1 }]) {
    expectLines('a small header', small, defines, look)
  }
  const large = { PAGE_SIZE: 4096, L1_CACHE_BYTES: 16, CONFIG_LARGE_ALLOCS: 1 }
  expectLines("kmalloc's header", kmalloc, large, look)
  expectLines("kmalloc's header", kmalloc, { ...large, CONFIG_MMU: 1 }, look)
  const nested = `
#ifdef A
a
#ifdef B
ab
#else
a without b
#endif
a again
#else
#ifdef B
b
#endif
neither
#endif
always
`
  for (const defines of [{}, { A: 1 }, { B: 1 }, { A: 1, B: 1 }]) {
    expectLines('a header made up', nested, defines, look)
  }
})

test('names that are 0, and names that are not there', () => {
  const look = 'In #if an unknown name is 0. #ifdef asks only whether there is such a name.'
  const registers = `
#if VERSION >= 2
REGISTER(fast)
#endif
#if VERSION < 2
REGISTER(slow)
#endif
#if VERSION == 0
REGISTER(old)
#endif
#ifdef VERSION
REGISTER(version)
#endif
`
  for (const defines of [{}, { VERSION: 0 }, { VERSION: 1 }, { VERSION: 2 }]) {
    expectLines('a header of registers', registers, defines, look)
  }
})

test('all comparisons', () => {
  const signs = ['<', '<=', '>', '>=', '==', '!=']
  const header = signs
    .map(
      (sign, i) => `#if N ${sign} 5
yes ${i}
#else
no ${i}
#endif
`,
    )
    .join('')
  const look = 'Less, equal, more: six comparisons.'
  for (const N of [4, 5, 6]) expectLines('a header with six questions', header, { N }, look)
})

/** A block of a few lines and questions, with blocks in them. */
function made(depth: number): string[] {
  return Array.from({ length: random.integer(1, 3) }, () => {
    if (depth === 0 || random.integer(0, 1) === 0) return [`line ${random.integer(1, 99)}`]
    const name = random.pick(['A', 'B', 'C'])
    const question = random.pick([
      `#ifdef ${name}`,
      `#ifndef ${name}`,
      `#if ${name} > 0`,
      `#if ${name} == 0`,
    ])
    const other = random.integer(0, 1) === 0 ? [] : ['#else', ...made(depth - 1)]
    return [question, ...made(depth - 1), ...other, '#endif']
  }).flat()
}

test('headers drawn at random', () => {
  for (const depth of sample(12, () => random.integer(1, 3))) {
    const defines = random.pick<Defines>([{}, { A: 0 }, { A: 1, B: 0 }, { B: 1, C: 1 }])
    const look = 'Go through it line by line. Which questions are open?'
    expectLines('a random header', `${made(depth).join('\n')}\n`, defines, look)
  }
})
