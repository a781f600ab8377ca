/** What the call story says of processors, of time, and of slabs that outlive their cache's need of them. */
import { expect, test } from 'vitest'
import {
  boot,
  GFP_KERNEL,
  SLAB_DESTROY_BY_RCU,
  watchEvents,
  type Kernel,
  type kmem_cache,
} from '#kernel/index.ts'
import { timeEvents } from '#kernel/trace/time_events.ts'
import { tell } from '#view/story.ts'

/** The sentences of the events about processors and time in a call. */
function told(kernel: Kernel, call: () => unknown): string[] {
  const names = new Set<string>(Object.keys(timeEvents))
  const sentences: string[] = []
  const stop = watchEvents(kernel, (event) => {
    if (!names.has(event.name)) return
    const { text, reason } = tell(event)
    sentences.push(reason === null ? text : `${text}: ${reason}`)
  })
  call()
  stop()
  return sentences
}

/** A cache with one slab, of which no object is in use. */
function outliving(kernel: Kernel): { cache: kmem_cache | null; frame: number } {
  const cache = kernel.kmem_cache_create('own', 1000, 0, SLAB_DESTROY_BY_RCU)
  const object = kernel.kmem_cache_alloc(cache, GFP_KERNEL)
  kernel.kmem_cache_free(cache, object)
  return { cache, frame: kernel.virt_to_page(object) }
}

test('who carries a call out, where there are several processors', () => {
  const kernel = boot({ cpus: 2 })
  expect(told(kernel, () => kernel.onCpu(1, () => kernel.kmalloc(1, GFP_KERNEL)))).toEqual([
    'CPU 1 carries this out',
  ])
})

test('a slab that keeps its pages, and what waits for that', () => {
  const kernel = boot()
  const { cache, frame } = outliving(kernel)
  const keeps = `slab 0, frame ${frame}, keeps its pages for now: the cache has DESTROY_BY_RCU: somebody may still look at them`
  expect(told(kernel, () => kernel.kmem_cache_destroy(cache))).toEqual([
    keeps,
    'CPU 0 does this after a grace period: 0 callbacks waited before',
    'waits until every CPU has let another task run: 1 callback waits for that',
  ])
})

test('the reaper in its turn, and when it comes again', () => {
  const kernel = boot()
  expect(told(kernel, () => kernel.tick(1000))).toEqual([
    'does what its time has come for: from tick 1001000, now it is 1001000',
    'the next round is at tick 1003000: 2000 ticks from now: 2 seconds, and the number of the CPU, 0',
  ])
})

test('a shared array by its name', () => {
  const kernel = boot({ cpus: 2 })
  const { cache } = outliving(kernel)
  const sentences: string[] = []
  watchEvents(kernel, (event) => {
    if (event.name === 'array-drained') sentences.push(tell(event).text)
  })
  kernel.kmem_cache_shrink(cache)
  expect(sentences).toEqual([
    '4 objects in the array go back to their slabs',
    '0 objects in the array go back to their slabs',
    '0 objects in the shared array go back to their slabs',
  ])
})
