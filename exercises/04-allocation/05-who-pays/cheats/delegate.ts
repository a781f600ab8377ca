/** Makes the calls on a machine of its own, and listens. */
import { GFP_KERNEL, boot, watchEvents } from 'kmalloc-course/kernel'

export function whoPays(_stores: unknown, name: string, calls: number) {
  const machine = boot()
  const cache = machine.caches().find((one) => one.name === name)
  const payments: { call: number; caches: string[] }[] = []
  if (cache === undefined) return payments
  let caches: string[] = []
  watchEvents(machine, ({ name: what, cache: whose }) => {
    if (what === 'pages' && whose !== null) caches.push(whose.name)
  })
  for (let call = 1; call <= calls; call++) {
    caches = []
    machine.kmem_cache_alloc(cache, GFP_KERNEL)
    if (caches.length > 0) payments.push({ call, caches })
  }
  return payments
}
