/** Contexts in contexts, at random: the counts are those of what is open, and all is as before in the end. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  boot,
  GFP_ATOMIC,
  GFP_KERNEL,
  NULL,
  spinlock_t,
  type Kernel,
  type VirtualAddress,
} from '#kernel/index.ts'

/** What a program does, and in it. */
interface Step {
  readonly kind: 'handler' | 'fast handler' | 'softirq' | 'lock' | 'no interrupts' | 'allocate'
  readonly inside: readonly Step[]
  readonly throws: boolean
}

const { steps } = fc.letrec<{ step: Step; steps: readonly Step[] }>((tie) => ({
  step: fc.record({
    kind: fc.constantFrom<Step['kind']>(
      'handler',
      'fast handler',
      'softirq',
      'lock',
      'no interrupts',
      'allocate',
    ),
    inside: fc.oneof({ depthSize: 'small' }, fc.constant([]), tie('steps')),
    throws: fc.boolean(),
  }),
  steps: fc.array(tie('step'), { maxLength: 4, depthIdentifier: 'nesting' }),
}))

/** What is open around the step that runs. */
interface Open {
  readonly handlers: number
  readonly softirqs: number
  readonly locks: number
  readonly interruptsOff: boolean
}

class Thrown extends Error {}

class Player {
  readonly #kernel: Kernel
  readonly objects: VirtualAddress[] = []

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  play(all: readonly Step[], open: Open): void {
    for (const step of all) {
      try {
        this.#perform(step, open)
      } catch (error) {
        if (!(error instanceof Thrown)) throw error
      }
      this.#look(open)
    }
  }

  #look({ handlers, softirqs, locks, interruptsOff }: Open): void {
    const counted = this.#kernel.configuration.preemptible ? locks : 0
    const count = handlers * 0x10000 + softirqs * 0x100 + counted
    expect([this.#kernel.preempt_count(), this.#kernel.irqs_disabled()]).toEqual([
      count,
      interruptsOff,
    ])
    expect(this.#kernel.in_interrupt()).toBe(handlers + softirqs > 0)
    expect(this.#kernel.in_atomic()).toBe(count > 0)
  }

  #perform({ kind, inside, throws }: Step, open: Open): void {
    const kernel = this.#kernel
    const go = (now: Open) => (): void => {
      this.#look(now)
      this.play(inside, now)
      if (throws) throw new Thrown()
    }
    if (kind === 'allocate') return this.#allocate(throws ? GFP_ATOMIC : GFP_KERNEL)
    if (kind === 'lock') {
      return kernel.withLock(new spinlock_t('own'), go({ ...open, locks: open.locks + 1 }))
    }
    if (kind === 'no interrupts') {
      return kernel.withoutInterrupts(go({ ...open, interruptsOff: true }))
    }
    if (kind === 'softirq') return kernel.softirq(go({ ...open, softirqs: open.softirqs + 1 }))
    // None can arrive here.
    if (open.interruptsOff) return
    const fast = kind === 'fast handler'
    const now = { ...open, handlers: open.handlers + 1, interruptsOff: fast }
    kernel.interrupt(go(now), { SA_INTERRUPT: fast })
  }

  /** Grows a cache or not; sometimes there is no memory. */
  #allocate(flags: number): void {
    if (this.objects.length % 3 === 2) this.#kernel.failPageAllocation()
    const object = this.#kernel.kmalloc(2000 + this.objects.length, flags)
    this.#kernel.failPageAllocation(0)
    this.objects.push(object)
    if (object !== NULL && this.objects.length % 2 === 0) this.#kernel.kfree(object)
  }
}

describe.each([
  ['an ordinary kernel', {}],
  ['a preemptible one', { preemptible: true }],
  ['one that checks for sleeping', { sleepChecks: true, preemptible: true }],
  ['one for two processors', { cpus: 2, preemptible: true }],
])('on %s', (_, options) => {
  const kernel = boot({ megabytes: 32, ...options })

  test('every nesting is counted, and leaves nothing behind', () => {
    fc.assert(
      fc.property(steps, (program) => {
        kernel.reset()
        const none = { handlers: 0, softirqs: 0, locks: 0, interruptsOff: false }
        new Player(kernel).play(program, none)
        expect([kernel.preempt_count(), kernel.irqs_disabled()]).toEqual([0, false])
        expect(kernel.check()).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})
