/**
 * A small check that uses what checks use. The build runs it for the code cache, and a child that is started ahead runs
 * it while it waits: when the learner saves, V8 has seen the code before.
 */

export const REHEARSED = { file: '/rehearsal.ts', code: 'export const answer = () => 42' }

export const REHEARSAL = `
import { describe, expect, test } from 'vitest'
import { attempt, random, sample } from 'kmalloc-course/check'
import { boot, GFP_KERNEL, SLAB_HWCACHE_ALIGN } from 'kmalloc-course/kernel'
import { answer } from './start.ts'

test('compares', () => {
  for (const number of sample(100, () => random.integer(1, 9))) {
    attempt('a number', () => expect(answer() + number, 'sum').toBe(42 + number))
  }
  expect({ list: [1, 2], text: 'a' }).toEqual({ list: [1, 2], text: 'a' })
})

test('fails', () => {
  attempt('a list', { look: 'here' }, () => expect([{ a: answer() }]).toEqual([{ a: 41 }]))
})

describe('a machine', () => {
  test('works', () => {
    for (const profile of ['article', 'p3-laptop']) {
      const kernel = boot({ profile })
      const addresses = sample(300, () => kernel.kmalloc(random.integer(1, 20000), GFP_KERNEL))
      for (const address of addresses) {
        kernel.write32(address, 1)
        kernel.read8(address)
        kernel.kfree(address)
      }
      const cache = kernel.kmem_cache_create('rehearsal', 100, 0, SLAB_HWCACHE_ALIGN)
      kernel.kmem_cache_free(cache, kernel.kmem_cache_alloc(cache, GFP_KERNEL))
      expect(kernel.slabinfo()).toContain('rehearsal')
    }
  })
})
`
