/** The kernel's log: what it says while it goes on. Linux: kernel/printk.c. */
import { HZ } from './layout.ts'
import type { Machine } from './machine.ts'

/** The log has room for so many lines; then the oldest are lost, as in the kernel's ring of bytes. */
const MOST_LINES = 1000

/** Adds a line to the log. Linux: kernel/printk.c printk(). Differs: without a level, and a line at a time. */
export function printk(machine: Machine, line: string): void {
  if (machine.log.length >= MOST_LINES) machine.log.shift()
  machine.log.push(line)
}

/** A message that may come again and again costs so many ticks; so many can be saved up. */
const RATELIMIT_TICKS = 5 * HZ
const RATELIMIT_BURST = 10

/** What is known of messages that come again and again. Linux: kernel/printk.c __printk_ratelimit(). */
export class RateLimit {
  #ticks = RATELIMIT_BURST * RATELIMIT_TICKS
  #last: number
  #missed = 0

  constructor(jiffies: number) {
    this.#last = jiffies
  }

  /**
   * True when the message may be written: ten at once, then one every five seconds. How many were not written is told
   * with the next that is. Linux: kernel/printk.c printk_ratelimit().
   */
  allows(machine: Machine): boolean {
    const saved = this.#ticks + machine.jiffies - this.#last
    this.#last = machine.jiffies
    this.#ticks = Math.min(saved, RATELIMIT_BURST * RATELIMIT_TICKS)
    if (this.#ticks < RATELIMIT_TICKS) {
      this.#missed++
      return false
    }
    this.#ticks -= RATELIMIT_TICKS
    if (this.#missed > 0) printk(machine, `printk: ${this.#missed} messages suppressed.`)
    this.#missed = 0
    return true
  }
}
