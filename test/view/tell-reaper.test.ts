/** What the call story says of a round of the reaper. */
import { expect, test } from 'vitest'
import { boot, GFP_KERNEL, HZ, watchEvents, type Kernel } from '#kernel/index.ts'
import { tell } from '#view/story.ts'

/** The sentences about one cache in the next round. */
function told(kernel: Kernel, name: string): string[] {
  const sentences: string[] = []
  const stop = watchEvents(kernel, (event) => {
    if (event.cache?.name !== name || event.function !== 'cache_reap') return
    if (event.name === 'enter' || event.name === 'leave') return
    const { text, reason } = tell(event)
    sentences.push(reason === null ? text : `${text}: ${reason}`)
  })
  kernel.cache_reap()
  stop()
  return sentences
}

test('what is spared, what goes, and why', () => {
  const kernel = boot()
  const cache = kernel.kmem_cache_create('own', 1000)
  const objects = Array.from({ length: 16 }, () => kernel.kmem_cache_alloc(cache, GFP_KERNEL))
  for (const object of objects) kernel.kmem_cache_free(cache, object)
  const due = cache?.next_reap ?? 0

  expect(told(kernel, 'own')).toEqual([
    '16 objects stay in the array: it was used since the last look',
    `the slabs are not looked at yet: next at tick ${due}, now it is ${kernel.jiffies}`,
  ])
  expect(told(kernel, 'own')[0]).toBe(
    '11 objects in the array go back to their slabs: a fifth of 54',
  )
  expect(told(kernel, 'own')[0]).toBe(
    '3 objects in the array go back to their slabs: half of 5: a fifth of 54 would be 11',
  )
  kernel.machine.jiffies = due
  expect(told(kernel, 'own')).toContain(
    'the free slabs stay: the free list was looked into since the last look',
  )
  kernel.machine.jiffies += 4 * HZ
  expect(told(kernel, 'own')).toContain(
    'at most 3 free slabs may go: a fifth of 58 free objects, 4 in a slab',
  )
})
