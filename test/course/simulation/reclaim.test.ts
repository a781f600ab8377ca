/** Commands about memory that can be had back, and about processes. */
import { describe, expect, it } from 'vitest'
import { Simulation } from '#course/simulation/session.ts'

function session(...lines: readonly string[]): Simulation {
  const simulation = new Simulation({ megabytes: 32 })
  for (const line of lines) simulation.run(line)
  return simulation
}

function last(simulation: Simulation, line: string) {
  const outcome = simulation.run(line).outcomes.at(-1)
  return { call: outcome?.call, result: outcome?.result }
}

describe('the page cache', () => {
  it('is filled', () => {
    expect(last(session(), 'fill 100 needs-fs')).toEqual({
      call: "fillPageCache({ pages: 100, kind: 'needs-fs' })",
      result: { kind: 'count', count: 100, what: 'page' },
    })
    expect(last(session(), 'fill 7')).toMatchObject({ result: { count: 7 } })
    expect(() => session('fill 10 dirty')).toThrow('no pages of kind "dirty"')
    expect(() => session('fill 4000000000')).toThrow('No machine has')
  })

  it('is undone, and comes back from a scenario', () => {
    const simulation = session('fill 6000 needs-io', 'repeat 900 alloc_pages 0 GFP_KERNEL')
    const text = simulation.scenario()
    const state = ({ machine }: Simulation) =>
      machine.kernel.meminfo() + machine.kernel.buddyinfo() + machine.kernel.jiffies
    const after = state(simulation)
    simulation.undo()
    expect(state(simulation)).not.toBe(after)
    simulation.redo()
    expect(state(simulation)).toBe(after)
    const other = session()
    other.load(text)
    expect(state(other)).toBe(after)
  })
})

describe('names of files', () => {
  it('are a cache of their own, also after undo', () => {
    const simulation = session('dentries 100')
    const names = () => simulation.machine.kernel.caches().map(({ name }) => name)
    expect(names()).toContain('dentry_cache')
    simulation.undo()
    expect(names()).not.toContain('dentry_cache')
    expect(last(simulation, 'dentries 5')).toMatchObject({ result: { count: 5, what: 'object' } })
  })
})

describe('a process', () => {
  it('is started, calls the kernel, and ends', () => {
    const simulation = session('start ls 20')
    const { kernel } = simulation.machine
    expect(kernel.tasks().map(({ comm }) => comm)).toEqual(['ls'])
    expect(last(simulation, 'as ls alloc_pages 2')).toMatchObject({
      call: 'ls: alloc_pages(GFP_KERNEL, 2)',
      result: { kind: 'pages', name: 'p1', order: 2 },
    })
    expect(kernel.current.comm).toBe('swapper')
    simulation.run('exit ls')
    expect(kernel.tasks()).toEqual([])
  })

  it('must be there, and makes only calls', () => {
    expect(() => session('as ls kmalloc 10')).toThrow('There is no process "ls".')
    const simulation = session('start ls')
    for (const line of ['as ls slabinfo', 'as ls boot', 'as ls irq on', 'as ls as ls kmalloc 1'])
      expect(() => simulation.run(line)).toThrow('no call that a process makes')
  })

  it('may be the one that dies when memory runs out', () => {
    const simulation = session('start small 100', 'start large 2000')
    const { outcomes } = simulation.run('start greedy 20000')
    expect(outcomes[0]?.log.join()).toContain('Killed process')
    expect(outcomes[0]?.result).toMatchObject({ kind: 'task', state: 'dead' })
    const alive = simulation.machine.kernel.tasks().map(({ comm }) => comm)
    expect(alive).toEqual(['small', 'large'])
  })
})
