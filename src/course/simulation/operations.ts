/** What each command that changes the machine does, as the call in C that it stands for and what came of it. */
import { NULL, type PageFrame } from '#kernel/index.ts'
import { hex } from '#lib/hex.ts'
import { tellGfp } from '#view/flag-names.ts'
import { type Call, type Done, type Note, nothing, type On, quietly, returned } from './call.ts'
import { isOperation, type OperationName } from './commands.ts'
import { contextCalls } from './context-operations.ts'
import { parseLine } from './parse.ts'
import { reclaimCalls, taskOf } from './reclaim-operations.ts'
import type { Names } from './names.ts'
import { SimulationError } from './problem.ts'
import { type Place, Values } from './values.ts'

export type MachineOperation = Exclude<OperationName, 'boot'>

/** Throws SimulationError when the words of the command mean nothing on this machine. */
export function callOf(name: MachineOperation, on: On): Call {
  return calls[name](on)
}

const calls: Readonly<Record<MachineOperation, (on: On) => Call>> = {
  kmalloc(on) {
    const [size, flags] = [on.values.number('size'), on.values.gfp()]
    const text = `kmalloc(${size}, ${tellGfp(flags)})`
    return { text, make: () => taken(on, text, on.kernel.kmalloc(size, flags)) }
  },

  kcalloc(on) {
    const [n, size] = [on.values.number('n'), on.values.number('size')]
    const flags = on.values.gfp()
    const text = `kcalloc(${n}, ${size}, ${tellGfp(flags)})`
    return { text, make: () => taken(on, text, on.kernel.kcalloc(n, size, flags)) }
  },

  kfree(on) {
    const place = on.values.place('object')
    const make = () => release(on, place, () => on.kernel.kfree(place.address))
    return { text: `kfree(${said(place)})`, make }
  },

  kmem_cache_create(on) {
    const name = on.values.word('name')
    const [size, align] = [on.values.number('size'), on.values.number('align')]
    const flags = on.values.cacheFlags()
    return {
      text: `kmem_cache_create("${name}", ${size}, ${align}, ${hex(flags, 1)}, NULL, NULL)`,
      make() {
        const cache = on.kernel.kmem_cache_create(name, size, align, flags)
        return { result: { kind: 'cache', cache: cache?.name ?? null }, notes: [] }
      },
    }
  },

  kmem_cache_alloc(on) {
    const [cache, flags] = [on.values.cache(), on.values.gfp()]
    const text = `kmem_cache_alloc(${cache.name}, ${tellGfp(flags)})`
    return { text, make: () => taken(on, text, on.kernel.kmem_cache_alloc(cache, flags)) }
  },

  kmem_cache_free(on) {
    const [cache, place] = [on.values.cache(), on.values.place('object')]
    const make = () => release(on, place, () => on.kernel.kmem_cache_free(cache, place.address))
    return { text: `kmem_cache_free(${cache.name}, ${said(place)})`, make }
  },

  kmem_cache_shrink(on) {
    const cache = on.values.cache()
    const make = () => returned(on.kernel.kmem_cache_shrink(cache))
    return { text: `kmem_cache_shrink(${cache.name})`, make }
  },

  kmem_cache_destroy(on) {
    const cache = on.values.cache()
    const make = () => returned(on.kernel.kmem_cache_destroy(cache))
    return { text: `kmem_cache_destroy(${cache.name})`, make }
  },

  alloc_pages(on) {
    const [order, flags] = [on.values.number('order'), on.values.gfp()]
    const text = `alloc_pages(${tellGfp(flags)}, ${order})`
    return { text, make: () => takenPages(on, text, order, on.kernel.alloc_pages(flags, order)) }
  },

  __get_free_pages(on) {
    const [order, flags] = [on.values.number('order'), on.values.gfp()]
    const text = `__get_free_pages(${tellGfp(flags)}, ${order})`
    return {
      text,
      make() {
        const address = on.kernel.__get_free_pages(flags, order)
        const frame = address === NULL ? null : on.kernel.virt_to_page(address)
        return takenPages(on, text, order, frame)
      },
    }
  },

  free_pages(on) {
    const place = on.values.place('address')
    const order = orderOf(on.values, place)
    const make = () => release(on, place, () => on.kernel.free_pages(place.address, order))
    return { text: `free_pages(${said(place)}, ${order})`, make }
  },

  __free_pages(on) {
    const place = on.values.place('address')
    const order = orderOf(on.values, place)
    const frame = place.held?.pages?.frame
    const make = () =>
      release(on, place, () =>
        on.kernel.__free_pages(frame ?? on.kernel.virt_to_page(place.address), order),
      )
    return { text: `__free_pages(${said(place)}, ${order})`, make }
  },

  ...contextCalls,
  ...reclaimCalls,

  as(on) {
    const task = taskOf(on)
    const call = innerCall(on)
    return { text: `${task.comm}: ${call.text}`, make: () => on.kernel.runAs(task, call.make) }
  },

  fail(on) {
    const nth = on.values.number('nth')
    const make = () => quietly(() => on.kernel.failPageAllocation(nth))
    return { text: `failPageAllocation(${nth})`, make }
  },

  write(on) {
    const { address } = on.values.place('address')
    const text = on.values.word('text')
    if (/^0x[0-9a-f]+$/i.test(text)) {
      const value = Number(text)
      if (value >>> 0 !== value) throw new SimulationError(`${text} has more than 32 bits.`)
      const make = () => quietly(() => on.kernel.write32(address, value))
      return { text: `write32(${hex(address)}, ${text})`, make }
    }
    const bytes = new TextEncoder().encode(text)
    const make = () => quietly(() => on.kernel.writeBytes(address, bytes))
    return { text: `writeBytes(${hex(address)}, "${text}")`, make }
  },
}

/** The command behind `as`: one call, and not one that changes who calls. */
function innerCall(on: On): Call {
  const line = on.values.word('command')
  const [command, more] = parseLine(line)
  const name = command?.name ?? ''
  if (command === undefined || more !== undefined || !isOperation(name) || !mayBeCalled(name)) {
    throw new SimulationError(
      `as: "${line}" is no call that a process makes.`,
      'For example: as mozilla alloc_pages 3',
    )
  }
  return calls[name]({ ...on, values: new Values(command, on.kernel, on.names) })
}

/** What begins in one call and ends in another belongs to no process here. */
function mayBeCalled(name: OperationName): name is MachineOperation {
  return ![
    'boot',
    'as',
    'cpu',
    'irq',
    'softirq',
    'interrupts',
    'preempt',
    'lock',
    'unlock',
    'tick',
  ].includes(name)
}

function taken({ names }: On, text: string, address: number): Done {
  const notes = notesOn(names, address)
  const { name } = names.give(text, address)
  return { result: { kind: 'object', name, address }, notes }
}

function takenPages(
  { kernel, names }: On,
  text: string,
  order: number,
  frame: PageFrame | null,
): Done {
  const address = frame === null ? NULL : kernel.page_address(frame)
  const notes = notesOn(names, address)
  const { name } = names.give(text, address, frame === null ? null : { frame, order })
  return { result: { kind: 'pages', name, address, frame, order }, notes }
}

function notesOn(names: Names, address: number): Note[] {
  const earlier = address === NULL ? null : names.at(address)
  if (earlier === null) return []
  return [{ kind: earlier.released ? 'same-place' : 'two-owners', name: earlier.name }]
}

/** The name counts as given back even when the kernel stops over it. */
function release({ kernel }: On, { held }: Place, call: () => void): Done {
  // With slab debugging the kernel's log says so.
  const unnoticed = held?.released === true && !kernel.configuration.slabDebug
  const notes: Note[] = unnoticed ? [{ kind: 'released-before', name: held.name }] : []
  if (held) held.released = true
  call()
  return { ...nothing, notes }
}

/** The order that the pages were taken with, unless another is given. */
function orderOf(values: Values, { held }: Place): number {
  return values.number('order', held?.pages?.order ?? 0)
}

function said({ address, held }: Place): string {
  return held ? held.name : address === NULL ? 'NULL' : hex(address)
}
