/** A session of the simulator: what each line does, and what a wrong one is told. */
import { describe, expect, it } from 'vitest'
import { SimulationError, UnknownName } from '#course/simulation/index.ts'
import { Simulation } from '#course/simulation/session.ts'

function session(...lines: readonly string[]): Simulation {
  const simulation = new Simulation({})
  for (const line of lines) simulation.run(line)
  return simulation
}

function last(simulation: Simulation, line: string) {
  return simulation.run(line).outcomes.at(-1)
}

describe('a line', () => {
  it('is a call as in C, and what it took has a name', () => {
    expect(last(session(), 'kmalloc 100')).toEqual({
      call: 'kmalloc(100, GFP_KERNEL)',
      result: { kind: 'object', name: 'p1', address: 0xc121ca00 },
      stop: null,
      notes: [],
      log: [],
    })
  })

  it.each([
    ['kmalloc 0x80 GFP_ATOMIC | __GFP_DMA', 'kmalloc(128, GFP_ATOMIC | __GFP_DMA)'],
    ['kmalloc 4K gfp_atomic', 'kmalloc(4096, GFP_ATOMIC)'],
    ['kcalloc 4 16', 'kcalloc(4, 16, GFP_KERNEL)'],
    ['kfree NULL', 'kfree(NULL)'],
    ['kmem_cache_create task 1328', 'kmem_cache_create("task", 1328, 0, 0x0, NULL, NULL)'],
    [
      'kmem_cache_create task 1328 SLAB_HWCACHE_ALIGN',
      'kmem_cache_create("task", 1328, 0, 0x2000, NULL, NULL)',
    ],
    ['alloc_pages 2', 'alloc_pages(GFP_KERNEL, 2)'],
    ['__get_free_pages 0 GFP_DMA', '__get_free_pages(GFP_DMA, 0)'],
    ['kmem_cache_shrink size-32', 'kmem_cache_shrink(size-32)'],
    ['irq on # from here on', 'irq_enter()'],
    ['fail 1', 'failPageAllocation(1)'],
  ])('%s is %s', (line, call) => {
    expect(last(session(), line)?.call).toBe(call)
  })

  it('may be repeated, and take a range of names', () => {
    const simulation = session()
    expect(simulation.run('repeat 3 kmalloc 100').outcomes).toHaveLength(3)
    const freed = simulation.run('kfree p1..p3')
    expect(freed.outcomes.map(({ call }) => call)).toEqual(['kfree(p1)', 'kfree(p2)', 'kfree(p3)'])
    expect(simulation.history).toHaveLength(3)
  })

  it('gives back pages with the order they were taken with', () => {
    const simulation = session('alloc_pages 3')
    const free = () => simulation.machine.kernel.buddyinfo()
    const before = free()
    expect(last(simulation, 'free_pages p1')?.call).toBe('free_pages(p1, 3)')
    expect(free()).not.toBe(before)
  })

  it('has a name also when it got NULL, so that later names stay what they are', () => {
    const simulation = session('kmalloc 200000')
    expect(last(simulation, 'kmalloc 100')?.result).toMatchObject({ name: 'p2' })
    expect(simulation.machine.names.find('p1')?.address).toBe(0)
  })

  it('says when a name was given back before, and when a place has two owners', () => {
    const simulation = session('kmalloc 100', 'kfree p1')
    expect(last(simulation, 'kfree p1')?.notes).toEqual([{ kind: 'released-before', name: 'p1' }])
    expect(last(simulation, 'kmalloc 100')?.notes).toEqual([{ kind: 'same-place', name: 'p1' }])
    expect(last(simulation, 'kmalloc 100')?.notes).toEqual([{ kind: 'two-owners', name: 'p2' }])
  })

  it('leaves it to the log where slab debugging notices it', () => {
    const simulation = session('boot debug', 'kmalloc 100', 'kfree p1')
    const again = last(simulation, 'kfree p1')
    expect(again?.notes).toEqual([])
    expect(again?.log.join()).toContain('freed twice')
  })

  it('says what it changed when asked', () => {
    const { change } = session('kmalloc 100').run('kmalloc 100', { watch: true })
    expect(change?.caches.map(({ cache }) => cache)).toEqual(['size-128'])
    expect(change?.caches[0]?.changes).toContainEqual({ what: 'array', before: '15', after: '14' })
    expect(change?.zones.changes).toEqual([])
  })
})

describe('what means nothing', () => {
  it.each([
    ['kmaloc 100', 'There is no command "kmaloc".'],
    ['vmalloc 8192', 'There is no command "vmalloc".'],
    ['kmalloc', 'kmalloc: <size> is missing.'],
    ['kmalloc many', '"many" is not a number of 32 bits.'],
    ['kmalloc 5000000000', '"5000000000" is not a number of 32 bits.'],
    ['kmalloc 100 GFP_KERNAL', 'There is no flag "GFP_KERNAL".'],
    ['kfree p1', '"p1" is no address and no name of one.'],
    ['kfree NULL NULL', 'kfree: "NULL" is too much.'],
    ['kmem_cache_alloc task', 'There is no cache "task".'],
    ['irq maybe', '"maybe" is neither on nor off.'],
    ['repeat kmalloc 100', '"kmalloc" is not how often to repeat'],
    ['kfree p3..p1', '"p3..p1" is no range'],
    ['boot attic', '"attic" is neither a machine nor a setting of one.'],
    ['boot megabytes=4', 'boot: megabytes is 4'],
  ])('%s is told, and nothing happens', (line, message) => {
    const simulation = session()
    const before = simulation.machine.kernel.slabinfo()
    expect(() => simulation.run(line)).toThrow(SimulationError)
    expect(() => simulation.run(line)).toThrow(message)
    expect(simulation.machine.kernel.slabinfo()).toBe(before)
    expect(simulation.history).toEqual(['boot article'])
  })

  it('knows the names that may have been meant', () => {
    try {
      session('kmem_cache_create task 1328').run('kmem_cache_alloc taks')
      expect.unreachable()
    } catch (error) {
      expect(error instanceof UnknownName && error.known).toContain('task')
    }
  })

  it('takes back what the first half of a line did', () => {
    const simulation = session('kmalloc 100')
    const before = simulation.machine.kernel.slabinfo()
    expect(() => simulation.run('kfree p1..p2')).toThrow('"p2" is no address')
    expect(simulation.machine.kernel.slabinfo()).toBe(before)
    expect(simulation.machine.names.find('p1')?.released).toBe(false)
  })
})

describe('when the kernel stops', () => {
  it('an oops is an outcome, and the machine goes on', () => {
    const simulation = session()
    const outcome = last(simulation, 'kfree 0xcf000000')
    expect(outcome).toMatchObject({ result: null, stop: { kind: 'oops' } })
    expect(outcome?.stop?.message).toContain('kfree')
    expect(last(simulation, 'kmalloc 100')?.stop).toBeNull()
  })

  it('what would be an oops is a panic in an interrupt, where there is no process to end', () => {
    const simulation = session()
    simulation.run('irq on')
    expect(last(simulation, 'kfree 0xcf000000')?.stop).toMatchObject({
      kind: 'panic',
      message: expect.stringMatching(/^kfree: .*\. Fatal exception in interrupt$/),
    })
    expect(() => simulation.run('irq off')).toThrow(/The machine has stopped: .*interrupt\.$/)
  })

  it('is not because somebody looks on: lists that were written over are just not drawn', () => {
    const simulation = session()
    simulation.run('kmalloc 100')
    // The first word of struct slab, which is the link to the next slab.
    simulation.run('write 0xc121c000 0xdeadbeef')
    const { outcomes, change } = simulation.run('kmalloc 100', { watch: true })
    expect(outcomes).toMatchObject([{ stop: null, result: { kind: 'object' } }])
    expect(change).toMatchObject({ created: [], caches: [] })
    expect(simulation.again((_, make) => make().stop)).toBeNull()
  })

  it('a panic ends the machine: nothing but undo and boot helps', () => {
    const simulation = new Simulation({ megabytes: 16 })
    const { outcomes } = simulation.run('repeat 100000 kmalloc 4096')
    expect(outcomes.at(-1)?.stop).toMatchObject({ kind: 'panic' })
    expect(() => simulation.run('kmalloc 100')).toThrow('The machine has stopped: Out of memory')
    expect(simulation.undo()).toBe('repeat 100000 kmalloc 4096')
    expect(last(simulation, 'kmalloc 100')?.result).toMatchObject({ name: 'p1' })
  })

  it('the kernel can be made to find no pages', () => {
    const simulation = session('kmem_cache_create page 4096', 'fail 1')
    const outcome = last(simulation, 'kmem_cache_alloc page GFP_ATOMIC')
    expect(outcome?.result).toMatchObject({ address: 0 })
  })

  it('what it complained about while it went on is told', () => {
    const simulation = session('kmem_cache_create task 1328', 'kmem_cache_alloc task')
    const outcome = last(simulation, 'kmem_cache_destroy task')
    expect(outcome?.result).toEqual({ kind: 'code', code: 1 })
    expect(outcome?.log.join()).toContain('task')
  })
})

describe('taking back', () => {
  const lines = ['kmem_cache_create task 1328', 'repeat 5 kmem_cache_alloc task', 'kfree p2']

  it('gives the very machine of before, and redo that of after', () => {
    const simulation = session()
    const states = [simulation.machine.kernel.slabinfo()]
    for (const line of lines) {
      simulation.run(line)
      states.push(simulation.machine.kernel.slabinfo())
    }
    for (const line of [...lines].reverse()) {
      expect(simulation.undo()).toBe(line)
      states.pop()
      expect(simulation.machine.kernel.slabinfo()).toBe(states.at(-1))
    }
    expect(simulation.undo()).toBeNull()
    for (const line of lines) expect(simulation.redo()?.line).toBe(line)
    expect(simulation.redo()).toBeNull()
    expect(simulation.machine.names.find('p2')?.released).toBe(true)
  })

  it('reaches back over a boot', () => {
    const simulation = session('kmalloc 100', 'boot p3-laptop', 'kmalloc 5000')
    expect(simulation.machine.options.profile).toBe('p3-laptop')
    simulation.undo()
    simulation.undo()
    expect(simulation.machine.options.profile).toBe('article')
    expect(simulation.machine.names.find('p1')?.address).toBe(0xc121ca00)
  })

  it('is over with the next line', () => {
    const simulation = session('kmalloc 100', 'kmalloc 200')
    simulation.undo()
    simulation.run('kmalloc 300')
    expect(simulation.redo()).toBeNull()
  })
})

describe('a scenario', () => {
  it('is what was typed since the last boot, and loads as the same machine', () => {
    const simulation = session(
      'kmalloc 1',
      'boot pentium-m megabytes=64',
      'kmalloc 100',
      'kfree p1',
    )
    const text = simulation.scenario()
    expect(text).toBe('scenario 1 pentium-m megabytes=64\nkmalloc 100\nkfree p1\n')
    const other = session()
    expect(other.load(text)).toHaveLength(2)
    expect(other.scenario()).toBe(text)
    expect(other.machine.kernel.slabinfo()).toBe(simulation.machine.kernel.slabinfo())
  })

  it('is typed, as it were, so that it can be taken back line by line', () => {
    const simulation = session('kmalloc 100')
    simulation.load('scenario 1 article\nkmalloc 200\n')
    simulation.undo()
    simulation.undo()
    expect(simulation.history).toEqual(['boot article', 'kmalloc 100'])
  })

  it('that goes wrong leaves the session as it was', () => {
    const simulation = session('kmalloc 100')
    const { machine } = simulation
    expect(() => simulation.load('scenario 1 article\nkmalloc 1\n\nkfree p7\n')).toThrow('line 4')
    expect(simulation.machine).toBe(machine)
    expect(simulation.history).toEqual(['boot article', 'kmalloc 100'])
  })
})

describe('doing the last line again', () => {
  it('makes its last call once more, on the machine of before', () => {
    const simulation = session('repeat 2 kmalloc 100')
    const before = simulation.machine.kernel.slabinfo()
    const calls = simulation.again((machine, make) => {
      expect(machine.names.all()).toHaveLength(1)
      return make().call
    })
    expect(calls).toBe('kmalloc(100, GFP_KERNEL)')
    expect(simulation.machine.kernel.slabinfo()).toBe(before)
    expect(simulation.machine.names.all()).toHaveLength(2)
  })

  it('stops where the kernel stopped', () => {
    const simulation = session('kmalloc 100')
    simulation.run('repeat 5 kfree 0xcf000000')
    expect(simulation.again((_, make) => make().stop?.kind)).toBe('oops')
  })

  it('is nothing after a boot', () => {
    expect(session().again((_, make) => make())).toBeNull()
  })
})
