/** Random sessions: what is undone is undone, what is saved comes back, and nothing that is typed ends the prompt. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandNames } from '#course/simulation/index.ts'
import { Simulation } from '#course/simulation/session.ts'
import { ScenarioFiles } from '../../../src/cli/sim/files.ts'
import { Shell } from '../../../src/cli/sim/shell.ts'
import { wordsFor } from '../../../src/cli/words.ts'

const name = fc.integer({ min: 1, max: 12 }).map((number) => `p${number}`)
const size = fc.constantFrom('1', '100', '700', '0x1000', '5000', '128K', '200000')
const flags = fc.constantFrom(
  '',
  'GFP_ATOMIC',
  'GFP_DMA',
  'GFP_KERNEL | __GFP_NORETRY',
  '__GFP_ZERO',
)
const cache = fc.constantFrom('task', 'ring', 'size-32', 'size-128', 'kmem_cache')
const order = fc.integer({ min: 0, max: 11 }).map(String)

/** Right and wrong lines alike. */
const line = fc.oneof(
  fc.tuple(size, flags).map(([bytes, mask]) => `kmalloc ${bytes} ${mask}`),
  name.map((held) => `kfree ${held}`),
  fc.tuple(cache, size).map(([kind, bytes]) => `kmem_cache_create ${kind} ${bytes}`),
  fc.tuple(cache, flags).map(([kind, mask]) => `repeat 7 kmem_cache_alloc ${kind} ${mask}`),
  fc.tuple(cache, name).map(([kind, held]) => `kmem_cache_free ${kind} ${held}`),
  cache.map((kind) => `kmem_cache_shrink ${kind}`),
  cache.map((kind) => `kmem_cache_destroy ${kind}`),
  fc.tuple(order, flags).map(([exponent, mask]) => `alloc_pages ${exponent} ${mask}`),
  name.map((held) => `free_pages ${held}`),
  fc.constantFrom('irq on', 'irq off', 'fail 1', 'fail 3', 'boot p3-laptop', 'boot megabytes=16'),
  name.map((held) => `write ${held}+4 0x12345678`),
  fc.constantFrom('softirq on', 'softirq off', 'interrupts off', 'interrupts on', 'schedule'),
  fc.constantFrom('lock a', 'unlock a', 'preempt off', 'preempt on', 'reap', 'tick 2s', 'tick 7'),
  fc.constantFrom('cpu 0', 'cpu 1', 'boot cpus=2 preemptible', 'boot debug megabytes=64'),
  cache.map((kind) => `tune ${kind} 20 10 2`),
  fc.constantFrom('fill 900', 'fill 5000 needs-fs', 'fill 300 needs-io', 'dentries 500', 'kswapd'),
  fc.constantFrom('start ls 50', 'start mozilla 3000', 'as ls kmalloc 700', 'exit ls'),
)

function stateOf({ machine }: Simulation): string {
  const { kernel } = machine
  return kernel.slabinfo() + kernel.buddyinfo() + JSON.stringify(machine.names.all())
}

/** Lines that mean nothing on the machine of that moment change nothing. */
function runAll(simulation: Simulation, lines: readonly string[]): void {
  for (const each of lines) {
    try {
      simulation.run(each)
    } catch (error) {
      if (!(error instanceof Error) || !('advice' in error)) throw error
    }
  }
}

describe('a random session', () => {
  it('is the same again after undo and redo', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
        const simulation = new Simulation({})
        const fresh = stateOf(simulation)
        runAll(simulation, lines)
        const [before, { length }] = [stateOf(simulation), simulation.history]
        for (let done = 1; done < length; done++) simulation.undo()
        expect(stateOf(simulation)).toBe(fresh)
        for (let done = 1; done < length; done++) simulation.redo()
        expect(stateOf(simulation)).toBe(before)
      }),
      { numRuns: 25 },
    )
  })

  it('comes back from its scenario', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
        const simulation = new Simulation({})
        runAll(simulation, lines)
        const text = simulation.scenario()
        const other = new Simulation({})
        other.load(text)
        expect(stateOf(other)).toBe(stateOf(simulation))
      }),
      { numRuns: 25 },
    )
  })
})

describe('whatever is typed', () => {
  const words = wordsFor('en')
  const word = fc.oneof(
    fc.constantFrom(...commandNames.filter((each) => each !== 'save' && each !== 'load')),
    name,
    size,
    cache,
    fc.string({ maxLength: 8 }),
    fc.constantFrom('repeat', '3', 'p1..p3', 'NULL', '0xc0000000', '0xffffffff', 'on', '#', '-1'),
  )
  const typed = fc.oneof(
    line,
    fc.array(word, { maxLength: 5 }).map((all) => all.join(' ')),
    fc.string(),
  )

  it('gets an answer, and the prompt goes on', () => {
    fc.assert(
      fc.property(fc.array(typed, { maxLength: 12 }), (lines) => {
        const shell = new Shell({
          boot: {},
          words,
          files: new ScenarioFiles(words.sim),
          unicode: true,
          width: () => 60,
          verbatim: false,
          figures: true,
        })
        for (const each of lines) {
          const { data } = shell.execute(each)
          expect(JSON.stringify(data)).not.toContain('undefined')
          expect(shell.prompt).toContain('sim')
        }
      }),
      { numRuns: 100 },
    )
  })
})
