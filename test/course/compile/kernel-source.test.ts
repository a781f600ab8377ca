/** The way from a lesson to the real kernel's source: names only, checked, with one page for each. */
import { describe, expect, it } from 'vitest'
import { filesOfName, kernelFiles, kernelMembers } from '#course/compile/kernel-names.ts'
import { compileLesson } from '#course/compile/lesson.ts'

async function compile(quote: string) {
  const text = `---\ntitle: x\nminutes: 1\n---\n## One {#one}\n\n> ${quote}`
  const { lesson } = await compileLesson({ id: 'x', file: 'x.md', text })
  const [block] = lesson.sections[0]?.blocks ?? []
  if (block?.kind !== 'quote') throw new Error('no quote')
  return {
    source: block.source,
    problems: lesson.problems.map(({ line, message }) => `${line}: ${message}`),
  }
}

const page = (rest: string) => `https://elixir.bootlin.com/linux/v2.6.11/${rest}`

describe('what a lesson says of the real kernel', () => {
  it.each([
    ['`cache_grow`, `kfree` in mm/slab.c.', 'C/ident/cache_grow'],
    ['`struct slab` in mm/slab.c.', 'C/ident/slab'],
    ['`struct slab`, `cache_grow` in mm/slab.c.', 'C/ident/cache_grow'],
    ['`colour_next` in `cache_grow`, mm/slab.c.', 'C/ident/cache_grow'],
    ['`virt_to_page` in asm-i386/page.h, `kfree` in mm/slab.c.', 'C/ident/virt_to_page'],
    ['linux/kmalloc_sizes.h.', 'source/include/linux/kmalloc_sizes.h'],
    ['`kfree` in mm/slab.c. The bytes are from a `/proc/slabinfo` of 2004.', 'C/ident/kfree'],
  ])('%s leads to a page', async (names, rest) => {
    expect(await compile(`**In the kernel:** ${names}`)).toEqual({
      source: page(rest),
      problems: [],
    })
  })

  it.each([
    ['`cache_growe` in mm/slab.c.', '`cache_growe` is no name of the kernel'],
    ['`kfree` in mm/slap.c.', 'mm/slap.c is no file of the kernel'],
    ['`kfree` in mm/vmalloc.c.', '`kfree` is not in mm/vmalloc.c but in mm/slab.c.'],
  ])('%s is told to the author', async (names, message) => {
    const { problems } = await compile(`**In the kernel:** ${names}`)
    expect(problems).toEqual([expect.stringContaining(`7: ${message}`)])
  })

  it('is known in a translation by the file it names; any other quote is only a quote', async () => {
    expect((await compile('**内核中：** `kfree`，mm/slab.c')).source).toBe(page('C/ident/kfree'))
    expect((await compile('**Note:** `kfree` is quick.')).source).toBeUndefined()
  })
})

describe('the names that may be used', () => {
  it('have the form of names in C, and their files that of paths', () => {
    for (const name of [...filesOfName.keys(), ...kernelMembers])
      expect(name).toMatch(/^[A-Za-z_]\w*$/)
    for (const file of kernelFiles) expect(file).toMatch(/^(?:[\w-]+\/)+[\w-]+\.[ch]$/)
  })

  it('stand once for each file', () => {
    for (const files of filesOfName.values()) expect(new Set(files).size).toBe(files.length)
  })
})
