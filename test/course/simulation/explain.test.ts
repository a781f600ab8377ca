/** What the simulator says of an address. */
import { describe, expect, it } from 'vitest'
import { hex } from '#lib/hex.ts'
import { explain } from '#course/simulation/explain.ts'
import { look, parseLine } from '#course/simulation/index.ts'
import { Simulation } from '#course/simulation/session.ts'

function session(...lines: readonly string[]): Simulation {
  const simulation = new Simulation({})
  for (const line of lines) simulation.run(line)
  return simulation
}

function explained({ machine }: Simulation, where: string) {
  const [command] = parseLine(`explain ${where}`)
  if (!command) throw new Error('no command')
  const { address } = machine.values(command).place('address')
  return explain(machine.kernel, machine.names, address)
}

describe('an address', () => {
  it('of an object: zone, page, cache, slab, object, and whose it is', () => {
    const { page, held } = explained(session('kmalloc 100'), 'p1+5')
    expect(page).toMatchObject({ frame: 0x121c, offset: 0xa05, zone: 'Normal' })
    expect(page?.use).toMatchObject({
      kind: 'object',
      location: { slab: 0, object: 19, offset: 5, state: 'in use' },
    })
    expect(held).toMatchObject({
      offset: 5,
      held: { name: 'p1', call: 'kmalloc(100, GFP_KERNEL)' },
    })
  })

  it('of an object that was given back lies in the array', () => {
    const { page, held } = explained(session('kmalloc 100', 'kfree p1'), 'p1')
    expect(page?.use).toMatchObject({ location: { state: 'in array' } })
    expect(held?.held.released).toBe(true)
  })

  it('of a free object says in whose array it lies, and how deep', () => {
    const simulation = session('boot cpus=2', 'repeat 3 kmalloc 100', 'kfree p1', 'cpu 1')
    simulation.run('kfree p2')
    simulation.run('kfree p3')
    const array = (name: string) => {
      const { page } = explained(simulation, name)
      return page?.use.kind === 'object' ? page.use.array : null
    }
    expect(array('p1')).toEqual({ cpu: 0, above: 0 })
    expect([array('p2'), array('p3')]).toEqual([
      { cpu: 1, above: 1 },
      { cpu: 1, above: 0 },
    ])
  })

  it('of an object with slab debugging says what stands around it', () => {
    const simulation = session('boot debug', 'kmalloc 100')
    const { page, held } = explained(simulation, 'p1+8')
    expect(held).toMatchObject({ offset: 8, held: { name: 'p1' } })
    const parts = page?.use.kind === 'object' ? page.use.debug?.parts : []
    expect(parts?.[0]?.says).toBe('red word 0x170fc2a5: active')
  })

  it('of the notes of a slab, part by part', () => {
    const simulation = session('kmem_cache_create ring 100', 'kmem_cache_alloc ring')
    const start = (simulation.machine.names.find('p1')?.address ?? 0) & ~0xfff
    const part = (offset: number) => {
      const { page } = explained(simulation, hex((start + offset) >>> 0))
      return page?.use.kind === 'slab' ? page.use.part : page?.use.kind
    }
    expect([0, 24, 102, 104, 4004].map(part)).toEqual([
      'descriptor',
      'bufctl',
      'padding',
      'object',
      'left over',
    ])
  })

  it('of pages that were taken, and of free ones', () => {
    const simulation = session('alloc_pages 3')
    expect(explained(simulation, 'p1').page?.use).toEqual({ kind: 'in use' })
    simulation.run('free_pages p1')
    expect(explained(simulation, 'p1+4096').page?.use).toMatchObject({ kind: 'free block' })
    simulation.run('alloc_pages 0')
    simulation.run('free_pages p2')
    expect(explained(simulation, 'p2').page?.use).toEqual({
      kind: 'per-CPU list',
      list: 'hot',
      cpu: 0,
    })
  })

  it('of the kernel itself, and of no memory at all', () => {
    const simulation = session()
    expect(explained(simulation, '0xc0100000').page?.use).toEqual({
      kind: 'reserved',
      use: 'kernel',
    })
    expect(explained(simulation, '0xf0000000').page).toBeNull()
    expect(explained(simulation, 'NULL').page).toBeNull()
  })
})

describe('looking', () => {
  const seen = (simulation: Simulation, line: string) => {
    const [command] = parseLine(line)
    if (!command) throw new Error('no command')
    const { machine } = simulation
    return look(command.name as 'zones', machine, machine.values(command))
  }

  it.each([
    ['slabinfo', 'text'],
    ['buddyinfo', 'text'],
    ['meminfo', 'text'],
    ['zones', 'figure'],
    ['caches', 'figure'],
    ['slabs size-128', 'figure'],
    ['array size-128', 'figure'],
    ['layout size-128', 'figure'],
    ['read p1 32', 'figure'],
    ['explain p1', 'explanation'],
    ['names', 'names'],
    ['ksize p1', 'bytes'],
    ['check', 'problems'],
    ['log', 'text'],
  ])('%s changes nothing', (line, kind) => {
    const simulation = session('kmalloc 100')
    const before = simulation.machine.kernel.slabinfo()
    expect(seen(simulation, line).kind).toBe(kind)
    expect(simulation.machine.kernel.slabinfo()).toBe(before)
  })

  it('where there is no memory is told, as an error of the line', () => {
    expect(() => seen(session(), 'read 0xf0000000')).toThrow('There is nothing to see there')
    expect(() => seen(session(), 'read 0xc0000000 8192')).toThrow('at most 4096')
  })
})
