/** Judges the driver by what it leaves behind, when all goes well and when each of its allocations fails. */
import { attempt, random } from 'kmalloc-course/check'
import {
  GFP_KERNEL,
  boot,
  freePages,
  objectsInUse,
  slabsOf,
  type Kernel,
} from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { close, open, type Card } from './start.ts'

const MARK = 0x600df00d

/** A machine with slab debugging, which sees double frees, and somebody else's object on it. */
function machine(): { kernel: Kernel; bystander: number } {
  const kernel = boot({ slabDebug: true, megabytes: 32 })
  const bystander = kernel.kmalloc(200, GFP_KERNEL)
  kernel.write32(bystander, MARK)
  return { kernel, bystander }
}

/** What is out: objects, and pages when no cache holds back what it does not need. */
function taken(kernel: Kernel): { objects: number; pages: number } {
  const caches = kernel.caches()
  for (const cache of caches) kernel.kmem_cache_shrink(cache)
  let objects = 0
  for (const cache of caches) {
    objects += objectsInUse(kernel, cache).length
    // The notes of a slab may lie in an object of another cache; nobody asked kmalloc for that one.
    const { partial, full, free } = slabsOf(kernel, cache)
    if (cache.slabp_cache !== null) objects -= partial.length + full.length + free.length
  }
  return { objects, pages: -freePages(kernel) }
}

/** Nothing more is out than before, nothing was given back twice, and what others have is theirs. */
function expectAllBack(
  kernel: Kernel,
  bystander: number,
  before: { objects: number; pages: number },
): void {
  const errors = kernel.log().filter((line) => line.includes('slab error'))
  expect(errors.length, 'complaints about a double free').toBe(0)
  expect(kernel.read32(bystander), "somebody else's object").toBe(MARK)
  const now = taken(kernel)
  expect(now.objects - before.objects, 'objects not given back').toBe(0)
  expect(now.pages - before.pages, 'pages not given back').toBe(0)
}

function expectCard(kernel: Kernel, card: Card | null, count: number): Card {
  if (card === null) throw new Error('open: there is memory, and it returned null')
  expect(card.buffers.length, 'buffers').toBe(count)
  expect(new Set([card.registers, card.ring, ...card.buffers]).size, 'addresses').toBe(count + 2)
  expect(kernel.ksize(card.registers), 'bytes for the registers').toBe(8192)
  for (const buffer of card.buffers) expect(kernel.ksize(buffer), 'bytes of a buffer').toBe(4096)
  kernel.writeBytes(card.ring, new Uint8Array(8192))
  return card
}

test('open and close', () => {
  for (const count of [3, 0, random.integer(5, 30)]) {
    const { kernel, bystander } = machine()
    const before = taken(kernel)
    attempt(
      `open(kernel, ${count}), then close`,
      { look: 'What has the card, and who gave it?' },
      () => {
        close(kernel, expectCard(kernel, open(kernel, count), count))
        expectAllBack(kernel, bystander, before)
      },
    )
  }
})

test('close without a card', () => {
  const { kernel, bystander } = machine()
  const before = taken(kernel)
  attempt('close(kernel, null)', { look: 'There is nothing to give back.' }, () => {
    close(kernel, null)
    expectAllBack(kernel, bystander, before)
  })
})

test('whatever fails', () => {
  const { kernel, bystander } = machine()
  const count = random.integer(3, 6)
  const before = taken(kernel)
  let opened = false
  // With each round one more allocation succeeds; a driver that never opens is stopped.
  for (let nth = 1; nth <= 3 * count + 12; nth++) {
    opened = attempt(
      `open(kernel, ${count}), when page allocation number ${nth} fails, then close`,
      { look: 'How far did open come, and what had it taken by then?' },
      () => {
        kernel.failPageAllocation(nth)
        const card = open(kernel, count)
        kernel.failPageAllocation(0)
        if (card !== null) close(kernel, expectCard(kernel, card, count))
        expectAllBack(kernel, bystander, before)
        return card !== null
      },
    )
    if (opened) break
  }
  attempt(
    `open(kernel, ${count}), when nothing fails any more`,
    { look: 'Does it give up only where something fails?' },
    () => expect(opened, 'opened').toBe(true),
  )
})

test('again and again', () => {
  const { kernel, bystander } = machine()
  const before = taken(kernel)
  attempt(
    'open(kernel, 5) twenty times, while one page allocation in a few fails, and close',
    { look: 'Is anything lost at each round?' },
    () => {
      for (let round = 0; round < 20; round++) {
        kernel.failPageAllocation(random.integer(1, 8))
        close(kernel, open(kernel, 5))
        kernel.failPageAllocation(0)
      }
      expectAllBack(kernel, bystander, before)
    },
  )
})
