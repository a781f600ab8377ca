/** Judges the audit on short lists, on random ones, and on what a machine really gave. */
import { attempt, hex, random } from 'kmalloc-course/check'
import { GFP_KERNEL, boot } from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { audit, type Call, type Finding } from './start.ts'

const [a, b, c] = [0xc0100100, 0xc0100200, 0xc0100300]
const took = (result: number, size = 100): Call => ({ call: 'kmalloc', size, result })
const gave = (address: number): Call => ({ call: 'kfree', address })

function tell(call: Call): string {
  if (call.call === 'kfree') return `kfree(${hex(call.address)})`
  return `kmalloc(${call.size}) = ${hex(call.result)}`
}

function expectFindings(calls: readonly Call[], wanted: readonly string[], look: string): void {
  attempt(`audit of ${calls.map(tell).join(', ')}`, { look }, () => {
    const told = audit(structuredClone(calls)).map(({ place, what }) => `${place} ${what}`)
    expect(told, 'findings').toEqual(wanted)
  })
}

test('nothing wrong', () => {
  const look = 'Who has what, after each call?'
  expectFindings([took(a), took(b), gave(a), gave(b)], [], look)
  expectFindings([], [], look)
})

test('an object that comes again', () => {
  const look = 'After a kfree the next caller may get the same object.'
  expectFindings([took(a), gave(a), took(a), gave(a)], [], look)
})

test('given back twice', () => {
  const look = 'Does anybody have it at that moment?'
  expectFindings([took(a), gave(a), gave(a)], ['2 twice'], look)
  expectFindings([took(a), took(b), gave(a), gave(b), gave(a)], ['4 twice'], look)
})

test('never handed out', () => {
  const look = 'Did kmalloc ever give this address?'
  expectFindings([took(a), gave(b), gave(a)], ['1 foreign'], look)
  expectFindings([took(a), gave(a + 8), gave(a)], ['1 foreign'], look)
})

test('NULL', () => {
  const look = 'NULL is neither memory nor a mistake.'
  expectFindings([gave(0), took(a), gave(a), gave(0)], [], look)
  expectFindings([took(0), took(a), gave(a)], [], look)
})

test('never given back', () => {
  const look = 'Who still has something at the end?'
  expectFindings([took(a), took(b), took(c), gave(b)], ['0 leak', '2 leak'], look)
  expectFindings([took(b), took(a)], ['0 leak', '1 leak'], look)
})

test('two owners', () => {
  const look = 'An object that somebody has was handed out once more.'
  expectFindings([took(a), took(a), gave(a), gave(a)], ['1 shared'], look)
  expectFindings([took(a), took(a), gave(a)], ['1 shared', '1 leak'], look)
  expectFindings([took(a), took(a), gave(a), gave(a), gave(a)], ['1 shared', '4 twice'], look)
})

/** Made up together with what is wrong in it: owners are kept as counts, and their calls beside. */
function madeUp(length: number): { calls: Call[]; wanted: string[] } {
  const calls: Call[] = []
  const wanted: Finding[] = []
  const held: Record<number, number[]> = { [a]: [], [b]: [], [c]: [] }
  const known = new Set<number>()
  for (let place = 0; place < length; place++) {
    const address = random.pick([a, b, c])
    const owners = held[address] ?? []
    if (random.integer(0, 1) === 0) {
      if (owners.length > 0) wanted.push({ place, what: 'shared' })
      owners.push(place)
      known.add(address)
      calls.push(took(address))
    } else {
      if (owners.length === 0) {
        wanted.push({ place, what: known.has(address) ? 'twice' : 'foreign' })
      } else owners.splice(0, 1)
      calls.push(gave(address))
    }
  }
  const leaks = Object.values(held).flat()
  leaks.sort((one, other) => one - other)
  wanted.push(...leaks.map((place): Finding => ({ place, what: 'leak' })))
  return { calls, wanted: wanted.map(({ place, what }) => `${place} ${what}`) }
}

test('any list', () => {
  for (let round = 0; round < 25; round++) {
    const { calls, wanted } = madeUp(random.integer(1, 7))
    expectFindings(calls, wanted, 'Write down behind each call who has what.')
  }
})

test('what a machine gave', () => {
  const kernel = boot({ profile: random.pick(['article', 'p3-laptop', 'pentium-m'] as const) })
  const calls: Call[] = []
  const take = (size: number) => {
    const result = kernel.kmalloc(size, GFP_KERNEL)
    calls.push(took(result, size))
    return result
  }
  const give = (address: number) => {
    kernel.kfree(address)
    calls.push(gave(address))
  }
  const size = random.integer(33, 2000)
  const [first, second] = [take(size), take(size)]
  give(second)
  give(first)
  give(second)
  give(take(size))
  give(take(131073))
  take(size)
  take(size)
  take(size)
  expectFindings(
    calls,
    ['4 twice', '11 shared', '9 leak', '10 leak', '11 leak'],
    'Who got what was freed twice?',
  )
})
