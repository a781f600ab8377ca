/** How long a 256 MB machine takes to boot, and to be reset. */
import { boot as bootMachine } from 'kmalloc-course/kernel'
import { median, type Table } from './table.ts'

const TIMES = 20

/** Median of 20 boots in one process: at most 5 ms. */
export function boot(): Table {
  const booted = measure(() => bootMachine())
  const kernel = bootMachine()
  const reset = measure(() => kernel.reset())
  return {
    title: `Boot of a 256 MB machine, ${TIMES} times in one process`,
    head: ['', 'first ms', 'median ms', 'limit ms'],
    rows: [
      ['boot', ...row(booted), '5'],
      ['reset', ...row(reset), ''],
    ],
    notes: [],
  }
}

function measure(work: () => unknown): number[] {
  return Array.from({ length: TIMES }, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
}

function row(times: readonly number[]): [string, string] {
  return [(times[0] ?? Number.NaN).toFixed(2), median(times).toFixed(2)]
}
