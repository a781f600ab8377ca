/** Learner's files that go wrong, each in its own way. Kept as text: half of them would not pass the project's own checks. */

export const misbehaving = {
  'eats-buffers': `export function double(number: number): number {
  const all: Buffer[] = []
  for (;;) all.push(Buffer.alloc(2 ** 20, number))
}
`,

  'eats-heap': `export function double(number: number): number {
  const all: object[] = []
  for (;;) all.push({ number, index: all.length })
}
`,

  'endless-async': `const nothing = async (): Promise<void> => {}

/** Never ends, on lines 6 and 7, and gives way between two turns. */
export async function double(number: number): Promise<number> {
  let doubled = number
  while (doubled !== -1) {
    await nothing()
    doubled = 1
  }
  return doubled
}
`,

  'endless-loop': `/** Never ends, on line 8. */
export function double(number: number): number {
  let doubled = number

  interface Unused {
    a: number
  }
  while (doubled !== -1) doubled = (doubled + 1) % 1000
  return doubled
}
`,

  'endless-regex': `/** A regular expression that tries for ever, on line 4. */
export function double(number: number): number {
  const text = 'a'.repeat(number + 20)
  return /^(a+)+$/.test(\`\${text}!\`) ? 1 : 2
}
`,

  'endless-while-loading': `let turns = 0
for (;;) turns++

export function double(number: number): number {
  return number + turns
}
`,

  'ends-by-abort': `export function double(number: number): number {
  if (number > 20) process.abort()
  return 2 * number
}
`,

  'ends-by-exit': `export function double(number: number): number {
  if (number > 20) process.exit(0)
  return 2 * number
}
`,

  'ends-by-kill': `export function double(number: number): number {
  if (number > 20) process.kill(process.pid, 'SIGKILL')
  return 2 * number
}
`,

  floods: `export function double(number: number): number {
  for (;;) console.log('still here', number)
}
`,

  helper: `export function two(): number {
  return 2
}
`,

  'imports-beside': `import { two } from './helper.ts'

export const double = (number: number): number => two() * number
`,

  'imports-check': `import { random } from 'kmalloc-course/check'

export function double(number: number): number {
  return random.integer(number, number) * 2
}
`,

  'imports-closed-name-by-star': `import * as kernel from 'kmalloc-course/kernel'

export function double(number: number): number {
  return kernel.kmem_cache_estimate(number)
}
`,

  'imports-closed-name': `import { boot, type VirtualAddress } from 'kmalloc-course/kernel'
import type { Kernel } from 'kmalloc-course/kernel'
import { kmem_cache_estimate } from 'kmalloc-course/kernel'

export function double(number: number, _kernel?: Kernel, _address?: VirtualAddress): number {
  boot()
  return kmem_cache_estimate(number)
}
`,

  'imports-computed': `const name = ['node', 'fs'].join(':')

export async function double(number: number): Promise<number> {
  const fs = await import(name)
  return fs ? number : 0
}
`,

  'imports-node': `import { writeFileSync } from 'node:fs'

export function double(number: number): number {
  writeFileSync('/tmp/never', '')
  return 2 * number
}
`,

  'imports-outside': `export { double } from '../exercises/00-fixtures/01-double/solution.ts'
`,

  'missing-export': `export function dobule(number: number): number {
  return 2 * number
}

function double(number: number): number {
  return 2 * number
}
void double
`,

  'never-settled-while-loading': `await new Promise(() => {})

export function double(number: number): number {
  return 2 * number
}
`,

  'never-settled-while-waiting': `export async function double(number: number): Promise<number> {
  return new Promise((resolve) => setTimeout(resolve, 1_000_000, number))
}
`,

  'never-settled': `export async function double(_number: number): Promise<number> {
  return new Promise(() => {})
}
`,

  'prints-much': `export function double(number: number): number {
  for (let line = 0; line < 5000; line++) console.log('line', line)
  return 2 * number
}
`,

  prints: `console.log('loading', { twice: [1, 2] })

export function double(number: number): number {
  console.error('doubling', number)
  process.stdout.write('no line end')
  console.trace('here')
  return 2 * number
}
`,

  'rejects-later': `export function double(number: number): number {
  void Promise.resolve().then(() => {
    throw new Error('nobody listens')
  })
  return 2 * number
}
`,

  'syntax-error': `export function double(number: number): number {
  return 2 * (number
}
`,

  'throws-42': `export function double(_number: number): number {
  throw 42
}
`,

  'throws-error': `interface Numbers {
  list: number[]
}

export function double(number: number): number {
  const numbers = { count: number } as unknown as Numbers
  return numbers.list.length
}
`,

  'throws-in-timer': `export function double(number: number): number {
  setTimeout(() => {
    throw new Error('nobody catches')
  }, 5)
  return 2 * number
}
`,

  'throws-null-while-loading': `export function double(number: number): number {
  return 2 * number
}

throw null
`,

  'throws-null': `export function double(_number: number): number {
  throw null
}
`,

  'throws-undefined': `export function double(_number: number): number {
  throw undefined
}
`,

  'throws-while-loading': `const table: number[] = []

export const first = table[0]!.toFixed()
export function double(number: number): number {
  return 2 * number
}
`,

  'too-deep': `export function double(number: number): number {
  return number === 0 ? 0 : 2 + double(number - 2)
}
`,
} as const satisfies Record<string, string>
