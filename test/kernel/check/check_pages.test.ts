/** The sweep over free pages: each kind of damage to blocks, per-CPU lists and counts is named. */
import { beforeEach, describe, expect, test } from 'vitest'
import { boot, type Kernel } from '#kernel/index.ts'
import { PG_private, PG_reserved, PG_slab } from '#kernel/page/page_flags.ts'

let kernel: Kernel
beforeEach(() => {
  kernel = boot({ profile: 'p3-laptop' })
})

describe('damage of free pages is named', () => {
  const zone = () => kernel.machine.zones[1]!
  const pages = () => kernel.machine.pages
  /** The first free block of 4 MB. */
  const block = () => pages().lru_next[zone().free_list + 10]!

  const pageDamages: readonly [name: string, damage: () => void, sentence: string | RegExp][] = [
    ['free_pages', () => (zone().free_pages += 3), /zone Normal: free_pages is \d+, not \d+/],
    ['nr_free', () => zone().nr_free[10]!++, /zone Normal: nr_free of order 10 is \d+, not \d+/],
    ['watermarks', () => (zone().pages_low = 0), 'zone Normal: its watermarks are out of order'],
    [
      'the order of a block',
      () => (pages().private[block()] = 3),
      'has another order than its list, 10',
    ],
    ['the mark of a block', () => (pages().flags[block()] = 0), 'is not marked as a free block'],
    [
      'the users of a block',
      () => (pages()._count[block()] = 1),
      'belongs to a free block, but has 1 users',
    ],
    [
      'a reserved block',
      () => (pages().flags[block()]! |= PG_reserved),
      'belongs to a free block, but is reserved',
    ],
    [
      'a slab in a block',
      () => (pages().flags[block() + 1]! |= PG_slab),
      'is marked as the page of a slab',
    ],
    [
      'a block that is no head',
      () => (pages().flags[block() + 1]! |= PG_private),
      'is marked as a free block',
    ],
    [
      'a link forwards',
      () => (pages().lru_next[block()] = -5),
      'a link leads to page -5, which does not exist',
    ],
    ['a link backwards', () => (pages().lru_prev[block()] = 1), /page \d+ does not point back/],
    [
      'a block in two lists',
      () => {
        pages().addFirst(block() + 4, zone().free_list + 2)
        pages().private[block() + 4] = 2
      },
      /page \d+ belongs to a free block and to a free block/,
    ],
    [
      'a block that is not aligned',
      () => {
        const page = block() + 1
        pages().addFirst(page, zone().free_list + 2)
      },
      /block \d+ of order 2 is not aligned/,
    ],
    [
      'a block of another zone',
      () => pages().addFirst(0x200, zone().free_list + 2),
      'block 512 of order 2 is of another zone',
    ],
    [
      'two buddies that were not merged',
      () => {
        const first = block()
        pages().remove(first)
        zone().nr_free[10]!--
        for (const half of [first, first + 512]) {
          pages().addFirst(half, zone().free_list + 9)
          pages().private[half] = 9
          pages().flags[half]! |= PG_private
          zone().nr_free[9]!++
        }
      },
      /blocks \d+ and \d+ of order 9 were not merged/,
    ],
    ['the count of a list', () => zone().pcp[0].count++, /count of the hot list is \d+, not \d+/],
    [
      'a list that is too long',
      () => {
        const page = block()
        for (let i = 0; i < 100; i++) {
          pages().addFirst(page + i, zone().pcp[0].head)
          zone().pcp[0].count++
        }
      },
      /the hot list holds \d+, more than \d+/,
    ],
    [
      'a list with a page of another zone',
      () => pages().addFirst(0x300, zone().pcp[0].head),
      'page 768 of the hot list is of another zone',
    ],
    ['the total', () => kernel.machine.totalram_pages--, /totalram_pages is \d+, not \d+/],
    ['pages of slabs', () => kernel.machine.nr_slab++, /nr_slab is \d+, not \d+/],
  ]

  test.each(pageDamages)('%s', (_name, damage, sentence) => {
    damage()
    expect(kernel.check().join('\n')).toMatch(sentence)
  })
})
