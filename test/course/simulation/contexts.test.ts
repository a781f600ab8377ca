/** Commands that say where the next calls are made: processors, contexts, locks, time. */
import { describe, expect, it } from 'vitest'
import { look, parseLine } from '#course/simulation/index.ts'
import { Simulation } from '#course/simulation/session.ts'

function session(...lines: readonly string[]): Simulation {
  const simulation = new Simulation({})
  for (const line of lines) simulation.run(line)
  return simulation
}

function calls(simulation: Simulation, line: string): string[] {
  return simulation.run(line).outcomes.map(({ call }) => call)
}

function seen(simulation: Simulation, line: string): unknown {
  const [command] = parseLine(line)
  if (command === undefined) throw new Error('nothing typed')
  const { machine } = simulation
  const shown = look(
    command.name === 'gfp' ? 'gfp' : command.name === 'zones' ? 'zones' : 'context',
    machine,
    machine.values(command),
  )
  return shown.kind === 'figure' ? shown.view : shown
}

describe('a context', () => {
  it.each([
    ['irq on', 'irq_enter()'],
    ['softirq on', 'local_bh_disable()'],
    ['interrupts off', 'local_irq_disable()'],
    ['preempt off', 'preempt_disable()'],
    ['lock dcache', 'spin_lock(&dcache)'],
    ['schedule', 'schedule()'],
    ['reap', 'cache_reap()'],
  ])('%s is %s', (line, call) => {
    expect(calls(session('boot preemptible cpus=2'), line)).toEqual([call])
  })

  it('stays until it is left', () => {
    const simulation = session('boot preemptible', 'irq on')
    expect(seen(simulation, 'context')).toMatchObject({ handlers: 1, in_interrupt: true })
    simulation.run('irq off')
    simulation.run('lock dcache')
    expect(seen(simulation, 'context')).toMatchObject({ locks: ['dcache'], preempts: 1 })
    simulation.run('unlock dcache')
    expect(seen(simulation, 'context')).toMatchObject({ locks: [], preempts: 0, noSleep: null })
  })

  it('is undone, and comes back from a scenario', () => {
    const simulation = session('boot preemptible sleepChecks', 'lock a', 'kmalloc 100', 'lock b')
    expect(simulation.machine.kernel.log()[0]).toContain('sleeping function')
    simulation.undo()
    expect(simulation.machine.locks.held()).toEqual(['a'])
    const other = new Simulation({})
    other.load(simulation.scenario())
    expect(other.machine.locks.held()).toEqual(['a'])
    expect(other.machine.kernel.log()).toEqual(simulation.machine.kernel.log())
  })

  it('a lock that is not held cannot be given back', () => {
    const simulation = session('lock a')
    expect(() => simulation.run('unlock b')).toThrow('The lock b is not held.')
  })

  it('a lock is held by the processor that took it', () => {
    const simulation = session('boot cpus=2', 'lock a', 'cpu 1')
    expect(seen(simulation, 'context')).toMatchObject({ locks: [], noSleep: null })
    simulation.run('cpu 0')
    expect(seen(simulation, 'context')).toMatchObject({ locks: ['a'], noSleep: 'lock' })
  })

  it('a lock that another processor holds is waited for without end', () => {
    const simulation = session('boot cpus=2', 'lock a', 'cpu 1')
    expect(simulation.run('lock a').outcomes[0]?.stop?.kind).toBe('hang')
  })
})

describe('processors', () => {
  it('take turns', () => {
    const simulation = session('boot xeon-3g', 'kmalloc 100', 'cpu 1')
    expect(simulation.machine.kernel.smp_processor_id()).toBe(1)
    simulation.undo()
    expect(simulation.machine.kernel.smp_processor_id()).toBe(0)
  })

  it('must be there', () => {
    expect(() => session('cpu 1')).toThrow('This machine has one CPU, 0.')
    expect(() => session('boot cpus=2', 'cpu 2')).toThrow('CPUs 0 to 1')
  })
})

describe('time', () => {
  it.each([
    ['tick 4s', 4000],
    ['tick 500ms', 500],
    ['tick 2000', 2000],
    ['tick 1.5s', 1500],
  ])('%s is %d ticks', (line, ticks) => {
    const simulation = session()
    const before = simulation.machine.kernel.jiffies
    simulation.run(line)
    expect(simulation.machine.kernel.jiffies - before).toBe(ticks)
  })

  it.each(['tick 0', 'tick 2m', 'tick 1.5', 'tick 4000s'])('%s is refused', (line) => {
    expect(() => session(line)).toThrow('is no time')
  })

  it('lets the reaper work, the same way again after undo', () => {
    const simulation = session('repeat 40 kmalloc 1000', 'kfree p1..p40', 'tick 20s')
    const after = simulation.machine.kernel.slabinfo()
    simulation.undo()
    expect(simulation.machine.kernel.slabinfo()).not.toBe(after)
    simulation.redo()
    expect(simulation.machine.kernel.slabinfo()).toBe(after)
  })
})

describe('the arrays of a cache', () => {
  it('are tuned as by a write to slabinfo', () => {
    const simulation = session('kmem_cache_create ring 100')
    expect(calls(simulation, 'tune ring 60 30 0')).toEqual(['slabinfo_write("ring 60 30 0")'])
    const [ring] = simulation.machine.kernel.caches()
    expect(ring).toMatchObject({ name: 'ring', limit: 60, batchcount: 30 })
  })
})

describe('masks', () => {
  it('are taken apart, by name and by number', () => {
    expect(seen(session(), 'gfp 0xd0')).toMatchObject({ kind: 'gfp', name: 'GFP_KERNEL' })
    expect(seen(session(), 'gfp gfp_atomic __gfp_zero')).toMatchObject({ mask: 0x8020 })
    expect(seen(session(), 'gfp')).toMatchObject({ kind: 'gfp masks' })
  })

  it('are asked for at the zones', () => {
    expect(seen(session(), 'zones')).toMatchObject({ kind: 'zone state' })
    expect(seen(session(), 'zones 3')).toMatchObject({ order: 3, mask: 'GFP_KERNEL' })
    expect(seen(session(), 'zones 2 GFP_ATOMIC')).toMatchObject({ order: 2, mask: 'GFP_ATOMIC' })
    expect(seen(session(), 'zones 0x20')).toMatchObject({ order: 0, mask: 'GFP_ATOMIC' })
    expect(() => seen(session(), 'zones 11')).toThrow('Give an order from 0 to 10.')
  })
})

describe('the words of boot', () => {
  it('come back as they were', () => {
    const line = 'boot article megabytes=512 cpus=2 nrCpus=4 highmem preemptible sleepChecks'
    const simulation = session(line)
    expect(simulation.scenario()).toBe(`scenario 1 ${line.slice(5)}\n`)
    const other = new Simulation({})
    other.load(simulation.scenario())
    expect(other.machine.kernel.configuration).toEqual(simulation.machine.kernel.configuration)
  })

  it('name the machines with several processors, and with slab debugging', () => {
    expect(session('boot xeon-3g').machine.kernel.configuration.cpus).toBe(2)
    expect(session('boot debug').machine.kernel.configuration.slabDebug).toBe(true)
    expect(() => session('boot cpus=9')).toThrow('cpus is 9')
  })
})
