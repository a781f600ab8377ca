/** Judges the reasons by what was done to the machines whose events they come from. */
import { attempt, random, sample } from 'kmalloc-course/check'
import {
  GFP_KERNEL,
  NULL,
  arrayOf,
  boot,
  watchEvents,
  type Kernel,
  type kmem_cache,
} from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { whyItMissed, type CacheEvent, type Reason } from './start.ts'

/** A cache that is watched from its creation on, and what has to be said about its misses. */
class Watched {
  readonly kernel: Kernel
  readonly cache: kmem_cache
  readonly events: CacheEvent[] = []
  readonly reasons: Reason[] = []
  readonly #held: number[] = []
  #state: Reason = 'never filled'

  constructor(size: number, line: 32 | 64 | 128) {
    this.kernel = boot({ cpuLine: line, kernelLine: line })
    const cache = this.kernel.kmem_cache_create('watched', size)
    if (cache === null) throw new Error(`no cache for ${size} bytes`)
    this.cache = cache
    watchEvents(this.kernel, ({ name, values, cache: whose }) => {
      if (whose === cache) this.events.push({ name, values })
    })
  }

  get #avail(): number {
    return arrayOf(this.kernel, this.cache).avail
  }

  take(count: number): void {
    for (let call = 0; call < count; call++) {
      if (this.#avail === 0) this.reasons.push(this.#state)
      const missed = this.#avail === 0
      const object = this.kernel.kmem_cache_alloc(this.cache, GFP_KERNEL)
      if (object === NULL) continue
      this.#held.push(object)
      if (missed) this.#state = 'used up'
    }
  }

  /** The next time that the cache needs pages, there are none. */
  failOnce(): void {
    this.kernel.failPageAllocation(1)
    this.take(1)
  }

  give(count: number): void {
    for (const object of this.#held.splice(-count)) {
      this.kernel.kmem_cache_free(this.cache, object)
      this.#state = 'used up'
    }
  }

  reap(passes: number): void {
    for (let pass = 0; pass < passes; pass++) {
      const before = this.#avail
      this.kernel.cache_reap()
      if (this.#avail < before) this.#state = 'reaped'
    }
  }
}

function expectReasons(words: string, look: string, run: (watched: Watched) => void): void {
  const watched = new Watched(100, 128)
  run(watched)
  judge(watched, words, look)
}

function judge({ events, reasons }: Watched, words: string, look: string): void {
  attempt(`whyItMissed of: ${words}`, { look }, () => {
    expect(whyItMissed(events), 'reasons').toEqual(reasons)
  })
}

test('the first miss, and the next ones', () => {
  const look = 'Was anything ever in the array? Then somebody has used it up.'
  expectReasons('one object taken', look, (watched) => watched.take(1))
  expectReasons('100 objects taken', look, (watched) => watched.take(100))
})

test('the reaper', () => {
  expectReasons(
    '20 taken, the reaper until nothing is left, 5 taken',
    'The reaper took objects since the array was filled.',
    (watched) => {
      watched.take(20)
      watched.reap(12)
      watched.take(5)
    },
  )
})

test('a visit of the reaper that takes nothing', () => {
  expectReasons(
    '20 taken, the reaper once, 40 taken',
    'The reaper leaves an array alone that was used since its last visit.',
    (watched) => {
      watched.take(20)
      watched.reap(1)
      watched.take(40)
    },
  )
})

test('after the reaper', () => {
  const look = 'Objects came in after the reaper. Whose fault is the next miss?'
  expectReasons('20 taken, the reaper until nothing is left, 60 taken', look, (watched) => {
    watched.take(20)
    watched.reap(12)
    watched.take(60)
  })
  expectReasons('20 taken, the reaper, 3 given back, 30 taken', look, (watched) => {
    watched.take(20)
    watched.reap(12)
    watched.give(3)
    watched.take(30)
  })
})

test('no memory', () => {
  const look = 'A refill that fails does not fill the array.'
  expectReasons('one taken without memory, 20 taken', look, (watched) => {
    watched.failOnce()
    watched.take(20)
  })
})

test('any program', () => {
  for (const size of sample(5, () => random.integer(20, 3000))) {
    const watched = new Watched(size, random.pick([32, 64, 128]))
    if (random.integer(0, 2) === 0) watched.failOnce()
    const words = sample(8, () => {
      const count = random.integer(1, 40)
      const what = random.pick(['take', 'take', 'give', 'reap'] as const)
      watched[what](what === 'reap' ? Math.ceil(count / 4) : count)
      return `${what} ${count}`
    })
    judge(watched, `objects of ${size} bytes: ${words.join(', ')}`, 'Read the events one by one.')
  }
})
