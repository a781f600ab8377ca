/** The kernel's log: what it says while it goes on. Linux: kernel/printk.c. */
import type { Machine } from './machine.ts'

/** The log has room for so many lines; then the oldest are lost, as in the kernel's ring of bytes. */
const MOST_LINES = 1000

/** Adds a line to the log. Linux: kernel/printk.c printk(). Differs: without a level, and a line at a time. */
export function printk(machine: Machine, line: string): void {
  if (machine.log.length >= MOST_LINES) machine.log.shift()
  machine.log.push(line)
}
