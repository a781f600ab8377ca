/** The operations on contexts, processors and time. */
import { GFP_ATOMIC, GFP_KERNEL, type KernelFunction } from '#kernel/index.ts'
import { remove } from './held.ts'
import { must } from './must.ts'
import type { ValuesOf } from './operations.ts'
import { takeObject } from './play_objects.ts'
import type { Player } from './player.ts'

/** Kernel functions in the middle of which an interrupt is worth while. */
const places: readonly KernelFunction[] = [
  'cache_grow',
  'kmem_getpages',
  'free_block',
  '__alloc_pages',
  'cache_alloc_refill',
  '__kmalloc',
  'kfree',
]
/** A softirq of our own, and bytes that handlers take. */
const OUR_SOFTIRQ = 10
const HANDLER_BYTES = [32, 500, 3000, 100]

/** What a handler does. */
function work(player: Player, kind: number, count: number): void {
  for (let i = 0; i < count && !player.contexts.isOver; i++) {
    if (kind === 1) {
      const own = player.caches.at(-1)
      const ours = own === undefined ? undefined : remove(own.held, i)
      if (own !== undefined && ours !== undefined) player.giveObject(own, ours)
      const object = remove(player.objects, i)
      if (object !== undefined) player.kfree(object)
    } else {
      const bytes = HANDLER_BYTES[(count + i) % HANDLER_BYTES.length] ?? 0
      takeObject(player, bytes, kind === 0 ? GFP_ATOMIC : GFP_KERNEL)
    }
  }
}

export const contextOperations = {
  reap: ({ kernel, irqsForbidden }: Player, { ticks }: ValuesOf['reap']) => {
    if (irqsForbidden) return
    kernel.machine.jiffies += ticks
    kernel.cache_reap()
  },

  tick: ({ kernel }: Player, { ticks }: ValuesOf['tick']) => kernel.tick(ticks),

  gracePeriod: ({ kernel }: Player) => kernel.rcuGracePeriod(),

  cpu: ({ kernel }: Player, { which }: ValuesOf['cpu']) => {
    // One that takes no interrupts goes on: who calls all processors would wait for it for ever.
    if (kernel.irqs_disabled()) return
    kernel.switchCpu(which % kernel.machine.cpus.length)
  },

  enter: (player: Player, { which }: ValuesOf['enter']) => {
    player.contexts.enter(which)
    must(player.kernel.in_interrupt() === player.inInterrupt, 'in_interrupt() does not know')
  },

  leave: (player: Player) => {
    player.contexts.leave()
    must(player.kernel.in_interrupt() === player.inInterrupt, 'in_interrupt() does not know')
  },

  handle: (player: Player, { work: kind, count, fast }: ValuesOf['handle']) => {
    const { kernel } = player
    if (kernel.irqs_disabled()) return
    const options = { SA_INTERRUPT: fast === 1 }
    kernel.interrupt(() => {
      must(kernel.in_irq(), 'a handler does not know that it is one')
      work(player, kind, count)
    }, options)
  },

  arrive: (player: Player, { which, work: kind, count, fast }: ValuesOf['arrive']) => {
    const place = places[which % places.length] ?? 'cache_grow'
    const handler = (): void => work(player, kind, count)
    const options = { SA_INTERRUPT: fast === 1 }
    player.contexts.toTakeBack(player.kernel.interruptDuring(place, handler, options))
  },

  raise: (player: Player, { times }: ValuesOf['raise']) => {
    const { kernel } = player
    let left = times
    kernel.open_softirq(OUR_SOFTIRQ, () => {
      must(kernel.in_softirq(), 'a softirq does not know that it is one')
      work(player, left % 2, 2)
      if (--left > 0) kernel.raise_softirq(OUR_SOFTIRQ)
    })
    kernel.raise_softirq(OUR_SOFTIRQ)
  },

  runSoftirqs: ({ kernel }: Player) => kernel.do_softirq(),

  tryLock: ({ kernel, contexts }: Player) => {
    const lock = contexts.newLock()
    must(kernel.spin_trylock(lock), 'a lock that nobody holds is not given')
    const isKnown = kernel.machine.configuration.smp
    if (isKnown) must(!kernel.spin_trylock(lock), 'a lock is given twice')
    kernel.spin_unlock(lock)
  },

  sleep: ({ kernel }: Player, { asked }: ValuesOf['sleep']) => {
    if (asked === 1) kernel.set_need_resched()
    kernel.cond_resched()
    if (asked === 0) kernel.schedule()
  },
}
