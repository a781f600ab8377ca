/** `run --steps`: the calls of a cell without the guided screen. */
import { displayWidth } from '#text/width.ts'
import { describe, expect, it } from 'vitest'
import { course } from './command.ts'

describe('run --steps', () => {
  it('lists the calls of a cell', async () => {
    const { code, stdout } = await course(['run', '00', '--cell', '3', '--steps'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Cell 3 calls the machine \d+ times\. Which call\?\n1 {2}kfree\(0xc/)
    expect(stdout).toMatch(/^2 {2}kmalloc\(100, GFP_KERNEL\) → 0xc/m)
  })

  it('tells a call step by step, with reasons and what changed', async () => {
    const { code, stdout } = await course(['run', '00', '--cell', '1', '--steps', '1'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^kmalloc\(100, GFP_KERNEL\) → 0xc121ca00\n\nstep 1 of \d+\n__kmalloc/)
    expect(stdout).toContain('batchcount is 60, but the array was not used lately')
    expect(stdout).toContain('* array: 16 → 15')
  })

  it('of a cell with a single call needs no number', async () => {
    const one = await course(['run', '00', '--cell', '1', '--steps'])
    const numbered = await course(['run', '00', '--cell', '1', '--steps', '1'])
    expect(one.stdout).toBe(numbered.stdout)
  })

  it('gives programs the same as JSON', async () => {
    const list = await course(['run', '00', '--cell', '3', '--steps', '--json'])
    expect(JSON.parse(list.stdout)).toMatchObject({
      cell: 3,
      operations: [{ number: 0, call: expect.stringContaining('kfree') }, { number: 1 }],
    })
    const { stdout } = await course(['run', '00', '--cell', '1', '--steps', '1', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      operation: { call: 'kmalloc(100, GFP_KERNEL)', result: '0xc121ca00' },
      steps: expect.arrayContaining([expect.objectContaining({ name: 'refill' })]),
    })
  })

  it.each([
    [['run', '00', '--steps'], '--steps needs the cell whose calls are meant.'],
    [['run', '00', '--cell', '1', '--steps', '7'], 'its calls are numbered 1 to 1.'],
    [['run', '00', '--cell', '1', '--steps', 'x'], 'The cell has no call "x"'],
    [['run', '00', '--cell', '99', '--steps'], 'has no cell "99"'],
  ])('%j is misuse', async (args, sentence) => {
    const { code, stdout, stderr } = await course(args)
    expect(stderr).toContain(sentence)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it.each([40, 60, 80])('fits %i columns, in ASCII too', async (columns) => {
    const { stdout } = await course(['run', '00', '--cell', '1', '--steps', '1', '--ascii'], {
      env: { COLUMNS: String(columns) },
    })
    for (const line of stdout.split('\n')) {
      expect(displayWidth(line)).toBeLessThanOrEqual(columns)
      expect(line).toMatch(/^[\x20-\x7e]*$/)
    }
  })
})

describe('a lesson read line by line', () => {
  it('steps through the calls of a cell with s', async () => {
    const { stdout } = await course(['learn', '00', '--section', '1', '--plain'], {
      input: '128\ns\nq\n',
    })
    expect(stdout).toContain('s steps through its calls')
    expect(stdout).toMatch(/step 1 of \d+\n__kmalloc\(100, GFP_KERNEL\)/)
  })
})
