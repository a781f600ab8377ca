/** The simulator's commands as a person meets them, without a terminal. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lineWidth, textOf } from '#text/lines.ts'
import { describe, expect, it } from 'vitest'
import { commandNames } from '#course/simulation/index.ts'
import { complete } from '../../../src/cli/sim/complete.ts'
import { ScenarioFiles } from '../../../src/cli/sim/files.ts'
import { Shell } from '../../../src/cli/sim/shell.ts'
import { drawStep } from '../../../src/cli/show/steps.ts'
import { wordsFor } from '../../../src/cli/words.ts'
import { temporaryFolder } from '../../course/folder.ts'

const words = wordsFor('en')

function open(columns = 80, { figures = true, unicode = true } = {}): Shell {
  return new Shell({
    boot: {},
    words,
    files: new ScenarioFiles(words.sim),
    unicode,
    width: () => columns,
    verbatim: false,
    figures,
  })
}

function say(shell: Shell, ...lines: readonly string[]): string {
  return lines.map((line) => shell.execute(line).lines.map(textOf).join('\n')).join('\n')
}

describe('a command', () => {
  it('is told as a call with the name of what it took, and what it changed is drawn', () => {
    const told = say(open(), 'kmalloc 100')
    expect(told).toContain('p1 = kmalloc(100, GFP_KERNEL) → 0xc121ca00\n\nsize-128: 31 objects')
    expect(told).toContain('* array: 0 → 15')
  })

  it('is told without a picture when nobody wants one', () => {
    const shell = open()
    say(shell, 'figure off')
    expect(say(shell, 'kmalloc 100')).toBe('p1 = kmalloc(100, GFP_KERNEL) → 0xc121ca00')
  })

  it('of page allocation shows the zones', () => {
    expect(say(open(), 'alloc_pages 3')).toMatch(
      /^p1 = .* → frame \d+, 0xc[^]*\* Normal free pages/,
    )
  })

  it('that creates a cache shows that cache first', () => {
    const told = say(open(), 'kmem_cache_create task 1328')
    expect(told).toMatch(/NULL\) → task\n\ntask: 3 objects of 1328 bytes/)
    expect(told).not.toContain('undefined')
  })

  it('that is repeated is told a few times', () => {
    const told = say(open(80, { figures: false }), 'repeat 20 kmalloc 100')
    expect(told.split('\n').map((line) => line.slice(0, 6))).toEqual([
      'p1 = k',
      'p2 = k',
      'p3 = k',
      '… 16 m',
      'p20 = ',
    ])
  })

  it('that goes wrong in the kernel is an oops in plain words, and the prompt goes on', () => {
    const shell = open()
    const reply = shell.execute('kfree 0xcf000000')
    expect(reply.failed).toBe(true)
    expect(reply.lines.map(textOf).join(' ')).toContain('Oops. kfree: not slab')
    expect(shell.execute('kmalloc 100').failed).toBe(false)
  })

  it('after a panic says that only undo and boot help', () => {
    const shell = open(80, { figures: false })
    say(shell, 'boot megabytes=16')
    expect(say(shell, 'repeat 100000 kmalloc 4096')).toContain('Kernel panic.')
    expect(shell.prompt).toBe('sim (stopped)> ')
    expect(say(shell, 'kmalloc 1')).toContain('undo takes the last line back')
    expect(say(shell, 'undo')).toContain('Taken back: repeat 100000')
    expect(shell.prompt).toBe('sim> ')
  })

  it('in an interrupt is asked for by another prompt', () => {
    const shell = open()
    say(shell, 'irq on')
    expect(shell.prompt).toBe('sim (in interrupt)> ')
    say(shell, 'irq off')
    expect(shell.prompt).toBe('sim> ')
  })

  it('says at the prompt where the next call is made', () => {
    const shell = open()
    say(shell, 'boot cpus=2')
    expect(shell.prompt).toBe('sim (CPU 0)> ')
    for (const line of ['cpu 1', 'softirq on', 'interrupts off', 'lock a']) say(shell, line)
    expect(shell.prompt).toBe('sim (CPU 1, in softirq, interrupts off, lock a)> ')
  })

  it('explains a pointer with the array it lies in, and what debugging keeps', () => {
    const shell = open()
    for (const line of ['boot debug', 'kmalloc 100', 'kfree p1']) say(shell, line)
    const told = say(shell, 'explain p1')
    expect(told).toContain('lies in the array of CPU 0, on top')
    expect(told).toContain('red word 0x5a2cf071: inactive')
    expect(told).toContain('gave it back')
  })

  it.each([
    ['kmaloc 100', 'Did you mean kmalloc or kcalloc?'],
    ['kmalloc 100 GFP_KERNAL', 'Did you mean GFP_KERNEL?'],
    ['slabs sise-128', 'Did you mean size-128'],
    ['help slabinof', 'Did you mean slabinfo?'],
    ['vmalloc 8192', 'There is no command "vmalloc".'],
    ['translate p1', 'help shows all commands.'],
  ])('%s that does not exist: %s', (line, advice) => {
    expect(say(open(), line)).toContain(advice)
  })
})

describe('explain', () => {
  it('says everything about an address', () => {
    const shell = open()
    say(shell, 'kmalloc 100')
    expect(say(shell, 'explain p1+5')).toBe(
      [
        '0xc121ca05: byte 5 of p1, from kmalloc(100, GFP_KERNEL)',
        'physical 0x0121ca05: byte 2565 of page frame 4636, in zone Normal',
        'object 19 of slab 0 of size-128, byte 5 of 128',
        'The object is in use.',
      ].join('\n'),
    )
    expect(say(shell, 'explain NULL')).toContain('NULL: no memory is ever there.')
    expect(say(shell, 'explain 0xf0000000')).toContain('No memory of the direct map is there.')
    expect(say(shell, 'explain 0xc0100000')).toContain('the kernel itself')
  })
})

describe('step', () => {
  it('has the call story with a reason for each turn, and the state after each step', () => {
    const shell = open()
    say(shell, 'kmalloc 100')
    const { story, lines } = shell.execute('step')
    const told = lines.map(textOf).join('\n')
    expect(told).toContain('the array must be filled first')
    expect(told).toContain('batchcount is 60')
    const refilled = story?.steps.find(({ name }) => name === 'refilled')
    if (!refilled) throw new Error('the story has no such step')
    const drawn = drawStep(refilled, shell.drawing).map(textOf).join('\n')
    expect(drawn).toContain('* array: 16 → 15')
  })

  it('has nothing to show before the first call', () => {
    expect(say(open(), 'step')).toBe('There is no call to step through yet.')
  })
})

describe('scenarios', () => {
  it('are saved and loaded, and nothing that is not ours is written over', () => {
    const folder = temporaryFolder()
    const path = join(folder, 'a.scenario')
    const shell = open()
    say(shell, 'kmalloc 100', 'kfree p1')
    expect(say(shell, `save ${path}`)).toContain('Saved 2 lines to')
    expect(readFileSync(path, 'utf8')).toBe('scenario 1 article\nkmalloc 100\nkfree p1\n')
    say(shell, 'kmalloc 200')
    expect(say(shell, `save ${path}`)).toContain('Saved 3 lines to')
    const notes = join(folder, 'notes')
    writeFileSync(notes, 'mine')
    expect(say(shell, `save ${notes}`)).toContain('nothing was written')
    expect(readFileSync(notes, 'utf8')).toBe('mine')
    const other = open()
    expect(say(other, `load ${path}`)).toContain('Loaded 3 lines of')
    expect(other.simulation.scenario()).toBe(shell.simulation.scenario())
  })

  it('that cannot be read or written are told', () => {
    const folder = temporaryFolder()
    expect(say(open(), `load ${folder}/none`)).toContain('there is no such file')
    expect(say(open(), `load ${folder}`)).toContain('it is a folder')
    expect(say(open(), `save ${folder}/no/such/folder`)).toContain('cannot be written')
    writeFileSync(join(folder, 'bad'), 'scenario 1 article\nkmalloc 100\nkfree p2\n')
    expect(say(open(), `load ${folder}/bad`)).toContain('line 3: "p2" is no address')
    expect(existsSync(join(folder, 'bad'))).toBe(true)
  })
})

describe('help', () => {
  it('has every command, and a line for each alone', () => {
    const all = say(open(), 'help')
    for (const name of commandNames) {
      expect(all).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
      expect(say(open(), `help ${name}`)).toContain(`Use: ${name}`)
    }
  })
})

describe('Tab', () => {
  const offered = (line: string) => {
    const shell = open()
    say(shell, 'kmalloc 100', 'kmalloc 100', 'kfree p1', 'kmem_cache_create task 1328')
    return complete(shell.simulation, line)[0]
  }

  it.each([
    ['kmal', ['kmalloc ']],
    ['kmem_cache_al', ['kmem_cache_alloc ']],
    ['kfree ', ['p2']],
    ['kmem_cache_alloc ta', ['task']],
    ['kmem_cache_free task ', ['p2']],
    ['kmalloc 100 GFP_A', ['GFP_ATOMIC']],
    ['repeat 3 kmalloc 100 gfp_n', ['GFP_NOFS', 'GFP_NOIO']],
    ['kmem_cache_create x 100 SLAB_HW', ['SLAB_HWCACHE_ALIGN']],
    ['boot p3-', ['p3-laptop', 'p3-on-p4']],
    ['irq ', ['off', 'on']],
    ['freelists ', ['DMA', 'Normal']],
    ['zones 2 gfp_at', ['GFP_ATOMIC']],
    ['gfp gfp_ke', ['GFP_KERNEL']],
    ['boot sleep', ['sleepChecks']],
    ['fill 10 n', ['needs-fs', 'needs-io']],
    ['cpu ', ['0']],
    ['help slabi', ['slabinfo']],
    ['load READ', ['README.md']],
    ['slabinfo ', []],
  ])('%j offers %j', (line, expected) => {
    expect(offered(line)).toEqual(expected)
  })
})

describe('at any width', () => {
  const lines = [
    'kmalloc 100',
    'repeat 40 kmalloc 5000',
    'kmem_cache_create task 1328',
    'kfree p1',
    'kfree p1',
    'kfree 0xcf000000',
    'alloc_pages 0',
    'step',
    'explain p2',
    'names',
    'help',
    'zones',
    'slabinfo',
    'history',
    'check',
    'read p2',
    'nonsense',
    'zones 2 GFP_ATOMIC',
    'gfp',
    'gfp 0xd2',
    'freelists',
    'frames p1',
    'meminfo',
    'start mozilla 300',
    'fill 700 needs-fs',
    'as mozilla alloc_pages 1',
    'reclaim',
    'tasks',
    'boot debug cpus=2 preemptible sleepChecks',
    'kmalloc 100',
    'cpu 1',
    'kfree p1',
    'lock l',
    'context',
    'kmalloc 100',
    'arrays size-128',
    'debug p2',
    'explain p1',
    'tick 3s',
    'step',
  ]

  it.each([80, 60, 40])('fits %i columns, in ASCII too', (columns) => {
    const shell = open(columns, { unicode: false })
    for (const line of lines) {
      const reply = shell.execute(line)
      for (const each of reply.lines) {
        expect(lineWidth(each), textOf(each)).toBeLessThanOrEqual(columns)
        expect(textOf(each)).toMatch(/^[\x20-\x7e]*$/)
      }
    }
  })
})
