/** Reading a scenario and playing it to its end. */
import { describe, expect, it } from 'vitest'
import { parseScenario, replay, ScenarioError } from '#course/simulation/index.ts'

const scenario = (...lines: readonly string[]) =>
  parseScenario(['scenario 1 article', ...lines].join('\n'))

describe('reading a scenario', () => {
  it('takes comments, empty lines and the line ends of other systems', () => {
    const text =
      '\ufeffscenario 1 p3-laptop megabytes=64 # a laptop\r\n# first\r\n\r\nkmalloc 100 # second\r\n'
    const { options, lines } = parseScenario(text)
    expect(options).toEqual({ profile: 'p3-laptop', megabytes: 64 })
    expect(lines.map(({ number, text }) => [number, text])).toEqual([[4, 'kmalloc 100 # second']])
  })

  it.each([
    ['', 'line 1: this is no scenario.'],
    ['kmalloc 100', 'line 1: this is no scenario.'],
    ['\u0000\u0001\u0002', 'line 1: this is no scenario.'],
    ['scenario 2 article', 'line 1: the scenario has format 2; this course reads format 1.'],
    ['scenario 1 attic', 'line 1: "attic" is neither a machine nor a setting of one.'],
    ['scenario 1 article\nkmalloc 1\nkmaloc 2', 'line 3: There is no command "kmaloc".'],
    ['scenario 1 article\nkmalloc', 'line 2: kmalloc: <size> is missing.'],
    ['scenario 1 article\nslabinfo', 'line 2: slabinfo does not belong into a scenario.'],
    ['scenario 1 article\nboot', 'line 2: boot does not belong into a scenario.'],
  ])('%j is refused with its line', (text, message) => {
    expect(() => parseScenario(text)).toThrow(ScenarioError)
    expect(() => parseScenario(text)).toThrow(message)
  })
})

describe('a replay', () => {
  it('counts what happened', () => {
    const summary = replay(
      scenario('kmem_cache_create page 4096', 'repeat 10 kmem_cache_alloc page', 'kmalloc 200000'),
    )
    expect(summary).toMatchObject({ operations: 12, failures: 1, stops: [], linesLeft: 0 })
    expect(summary.slabsGrown).toBeGreaterThan(0)
    expect(summary.hits + summary.misses).toBeGreaterThan(10)
    expect(summary.slabinfo).toMatch(/^page +10 /m)
  })

  it('counts the slabs that are destroyed', () => {
    const lines = ['kmem_cache_create page 4096', 'repeat 200 kmem_cache_alloc page']
    const { slabsDestroyed } = replay(scenario(...lines, 'kmem_cache_free page p1..p200'))
    expect(slabsDestroyed).toBeGreaterThan(0)
  })

  it('is the same every time', () => {
    const lines = ['repeat 100 kmalloc 700', 'kfree p5..p90', 'repeat 7 alloc_pages 3']
    expect(replay(scenario(...lines))).toEqual(replay(scenario(...lines)))
  })

  it('goes on after an oops and not after a panic', () => {
    const lines = ['kfree 0xcf000000', 'repeat 100000 kmalloc 4096', 'kmalloc 1', 'kmalloc 2']
    const text = ['scenario 1 article megabytes=16', ...lines].join('\n')
    const { stops, linesLeft } = replay(parseScenario(text))
    expect(stops.map(({ line, stop }) => [line, stop.kind])).toEqual([
      [2, 'oops'],
      [3, 'panic'],
    ])
    expect(linesLeft).toBe(2)
  })

  it('of lists that were written over has no slabinfo, and says so', () => {
    const { slabinfo, operations } = replay(
      scenario('kmalloc 100', 'write 0xc121c000 0xdeadbeef', 'kmalloc 100'),
    )
    expect(slabinfo).toBeNull()
    expect(operations).toBe(3)
  })

  it('tells the line that means nothing on its machine', () => {
    expect(() => replay(scenario('kmalloc 1', '', 'kfree p2'))).toThrow(
      'line 4: "p2" is no address',
    )
  })

  it('reports how far it has come', () => {
    const seen: number[] = []
    const lines = Array.from({ length: 2500 }, () => 'kmalloc 100')
    replay(scenario(...lines), { onProgress: (done) => seen.push(done) })
    expect(seen).toEqual([1000, 2000])
  })
})
