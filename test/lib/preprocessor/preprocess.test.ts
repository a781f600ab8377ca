/** The preprocessor does what the C standard says, as far as it goes. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { preprocess } from '#lib/preprocessor/preprocess.ts'

const header = `
#if PAGE_SIZE == 4096
  CACHE(32)
#endif
  CACHE(64) /* always */
#if L1_CACHE_BYTES < 64
  CACHE(96) // short lines
#endif
`
const headers = { 'linux/kmalloc_sizes.h': header }
const pentium4 = { PAGE_SIZE: 4096, L1_CACHE_BYTES: 128 }

describe('one header, several meanings', () => {
  test('a macro that is defined anew means something else when the header comes again', () => {
    const source = `
#define CACHE(x) { .cs_size = (x) },
#include <linux/kmalloc_sizes.h>
#undef CACHE
#define CACHE(x) "size-" #x,
#include "linux/kmalloc_sizes.h"
`
    expect(preprocess(source, { headers, defines: pentium4 })).toBe(
      '{ .cs_size = (32) },\n{ .cs_size = (64) },\n"size-" "32",\n"size-" "64",',
    )
  })

  test('conditions see the macros of the build', () => {
    const source = '#define CACHE(x) x\n#include <linux/kmalloc_sizes.h>'
    const defines = { PAGE_SIZE: 8192, L1_CACHE_BYTES: 32 }
    expect(preprocess(source, { headers, defines })).toBe('64\n96')
  })
})

describe('macros', () => {
  const lines = (...source: string[]) => preprocess(source.join('\n'))

  test('are replaced in what other macros leave, but never in themselves', () => {
    expect(lines('#define A B + A', '#define B C', 'A B C')).toBe('C + A C C')
  })

  test('with parameters need parentheses behind them', () => {
    expect(lines('#define F(a, b) b-a', 'F(1, (2, 3)) F F (x,y)')).toBe('(2, 3)-1 F y-x')
    expect(lines('#define NONE() yes', 'NONE() NONE( )')).toBe('yes yes')
  })

  test('expand their arguments, but for # and ##', () => {
    expect(
      lines(
        '#define W 7',
        '#define SAY(x) x #x x##1',
        '#define TWICE(x) SAY(x)',
        'SAY(W) TWICE(W)',
      ),
    ).toBe('7 "W" W1 7 "7" 71')
  })

  test('leave strings alone', () => {
    expect(lines('#define size 3', '"size" size \'size\'')).toBe('"size" 3 \'size\'')
  })

  test('go on behind a backslash at the end of a line', () => {
    expect(lines('#define SUM(a) \\', '  a + \\', '  a', 'SUM(2)')).toBe('2 + 2')
  })

  test('the rescanning example of the C standard', () => {
    expect(
      lines(
        '#define x 2',
        '#define f(a) f(x * (a))',
        '#define g f',
        '#define z z[0]',
        '#define h g(~',
        '#define m(a) a(w)',
        '#define w 0,1',
        '#define t(a) a',
        'f(y+1) + f(f(z)) % t(t(g)(0) + t)(1);',
        'g(x+(3,4)-w) | h 5) & m(f)^m(m);',
      ),
    ).toBe(
      'f(2 * (y+1)) + f(2 * (f(2 * (z[0])))) % f(2 * (0)) + t(1);\n' +
        'f(2 * (2+(3,4)-0,1)) | f(2 * (~ 5)) & f(2 * (0,1))^m(0,1);',
    )
  })
})

describe('conditions', () => {
  const reads = (condition: string, defines = {}) =>
    preprocess(`#if ${condition}\nyes\n#else\nno\n#endif`, { defines }) === 'yes'

  test('compute as C does', () => {
    for (const condition of [
      '1 + 2 * 3 == 7',
      '-7 / 2 == -3 && -7 % 2 == -1',
      '(1 << 4 | 1) == 0x11',
      '010 == 8 && 10UL == 10',
      '1 ? 0 ? 5 : 6 : 7',
      '!nothing && ~0 == -1',
      '2 > 1 != 0',
    ]) {
      expect(reads(condition), condition).toBe(true)
    }
  })

  test('take a name that is no macro for 0, and ask for names by defined', () => {
    expect(reads('SMP')).toBe(false)
    expect(reads('defined SMP', { SMP: '' })).toBe(true)
    expect(reads('!defined(SMP) || SMP > 2', { SMP: 1 })).toBe(false)
  })

  test('read one part of #if, #elif and #else', () => {
    const source = '#if A == 1\none\n#elif A == 2\ntwo\n#elif A >= 2\nmore\n#else\nnone\n#endif'
    const of = (A: number) => preprocess(source, { defines: { A } })
    expect([of(1), of(2), of(3), of(0)]).toEqual(['one', 'two', 'more', 'none'])
  })

  test('inside of a part that is left out nothing is read', () => {
    const source =
      '#if 0\n#if 1\na\n#else\nb\n#endif\n#include "nowhere"\n#define X\n#endif\n#ifdef X\nc\n#endif'
    expect(preprocess(source)).toBe('')
  })

  test('of random sums agree with their values', () => {
    const sums = fc.letrec<{ sum: [string, bigint] }>((tie) => ({
      sum: fc.oneof(
        { maxDepth: 4 },
        fc.nat(99).map((n): [string, bigint] => [String(n), BigInt(n)]),
        fc
          .tuple(tie('sum'), fc.constantFrom('+', '-', '*'), tie('sum'))
          .map(([[a, x], sign, [b, y]]): [string, bigint] => [
            `(${a} ${sign} ${b})`,
            sign === '+' ? x + y : sign === '-' ? x - y : x * y,
          ]),
      ),
    })).sum
    fc.assert(
      fc.property(sums, ([text, value]) => {
        expect(reads(`${text} == ${value < 0n ? `-${-value}` : value}`)).toBe(true)
      }),
    )
  })
})

describe('what is wrong is told with its place', () => {
  test.each([
    ['a\n#if 1\nb', 'source:2: This #if has no #endif.'],
    ['#endif', 'source:1: #endif without an #if.'],
    ['\n#include <no.h>', 'source:2: There is no header no.h.'],
    ['#define F(a) a\nF(1, 2)', 'source:2: F wants 1 arguments and gets 2.'],
    ['#define F(a) a\nF(1', 'source:2: The arguments of F do not end on this line.'],
    ['#if 1 +', 'source:1: The condition ends too early.'],
    ['#if 1 / 0', 'source:1: The condition divides by 0.'],
    ['#if (1', 'source:1: The condition ends too early.'],
    ['#if 1 2', 'source:1: The condition goes wrong at 2.'],
    ['#pragma once', 'source:1: #pragma is not a directive that is known here.'],
    ['#error no MMU', 'source:1: #error no MMU'],
  ])('%j', (source, message) => {
    expect(() => preprocess(source)).toThrow(message)
  })

  test('in the header, and for headers without end', () => {
    const own = { 'a.h': '#include "a.h"', 'b.h': '\n#if\n#endif' }
    expect(() => preprocess('#include "b.h"', { headers: own })).toThrow('b.h:2: ')
    expect(() => preprocess('#include "a.h"', { headers: own })).toThrow('without end')
  })
})
