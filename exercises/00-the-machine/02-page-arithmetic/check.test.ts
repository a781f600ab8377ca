/** Judges the four functions by themselves, then inside a kernel that has nothing else to find its caches with. */
import { attempt, hex, random, sample } from 'kmalloc-course/check'
import {
  GFP_KERNEL,
  PAGE_OFFSET,
  boot,
  type Kernel,
  type VirtualAddress,
} from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { frame, offset, physical, virt_to_page } from './start.ts'

/** The example, the first byte, both ends of a page, the last byte of 896 MB. */
const fixed = [0xc0102abc, PAGE_OFFSET, 0xc0000fff, 0xc0001000, 0xc0801fff, 0xf7ffffff]
/** The same for every test, and as many again at random. */
const addresses = (): number[] => [
  ...fixed,
  ...sample(10, () => PAGE_OFFSET + random.integer(0, 0x37ffffff)),
]

test('physical: the place in memory', () => {
  for (const address of addresses()) {
    attempt(
      `physical(${hex(address)})`,
      { look: 'The kernel sees the whole memory in one piece, beginning at PAGE_OFFSET.' },
      () => expect(hex(physical(address))).toBe(hex(Number(BigInt(address) - 0xc0000000n))),
    )
  }
})

test('frame: the number of the page frame', () => {
  for (const address of addresses()) {
    attempt(
      `frame(${hex(address)}), in memory at ${hex(address - PAGE_OFFSET)}`,
      { look: 'Frames are counted from physical address 0, 4096 bytes each.' },
      () => expect(hex(frame(address))).toBe(hex(Math.floor((address - 0xc0000000) / 4096))),
    )
  }
})

test('offset: bytes from the start of the page', () => {
  for (const address of addresses()) {
    attempt(
      `offset(${hex(address)})`,
      { look: 'The last three hexadecimal digits of the address.' },
      () => expect(hex(offset(address))).toBe(hex(Number(BigInt(address) & 0xfffn))),
    )
  }
})

test('virt_to_page: the struct page', () => {
  for (const address of addresses()) {
    attempt(
      `virt_to_page(${hex(address)})`,
      { look: 'mem_map has one entry for each frame, in the order of the frames.' },
      () => expect(hex(virt_to_page(address))).toBe(hex(Math.floor((address - 0xc0000000) / 4096))),
    )
  }
})

const look = 'kfree asks virt_to_page for the page, and the page for its cache.'

/** Boot uses the function too, so it belongs to what is tried. */
function bootWith(profile: 'article' | 'p3-laptop'): Kernel {
  return boot({ profile, overrides: { virt_to_page } })
}

test('a kernel with your virt_to_page: ksize finds the cache of an object', () => {
  attempt('boot, then ksize(kmalloc(size)) for ten sizes, on a 256 MB machine', { look }, () => {
    const kernel = bootWith('article')
    const sizes = [1, 32, 33, 100, 600, 1024, 3000, 5000, 40000, 131072]
    const lengths = sizes.map((size) => kernel.ksize(kernel.kmalloc(size, GFP_KERNEL)))
    expect(lengths).toEqual([32, 32, 64, 128, 1024, 1024, 4096, 8192, 65536, 131072])
  })
})

test('a kernel with your virt_to_page: kfree brings every object home', () => {
  attempt(
    'the same 400 random kmallocs and kfrees on your machine and on the reference machine (128 MB laptop)',
    { look },
    () => {
      const yours = bootWith('p3-laptop')
      const reference = boot({ profile: 'p3-laptop' })
      const held: [VirtualAddress, VirtualAddress][] = []
      for (const size of sample(400, () => random.integer(0, 9000))) {
        const [first] = held
        if (first && random.integer(0, 2) === 0) {
          held.shift()
          yours.kfree(first[0])
          reference.kfree(first[1])
        } else {
          held.push([yours.kmalloc(size, GFP_KERNEL), reference.kmalloc(size, GFP_KERNEL)])
        }
      }
      for (const [mine, theirs] of held) {
        yours.kfree(mine)
        reference.kfree(theirs)
      }
      expect(yours.slabinfo(), '/proc/slabinfo of the two machines').toBe(reference.slabinfo())
      expect(yours.buddyinfo(), '/proc/buddyinfo of the two machines').toBe(reference.buddyinfo())
    },
  )
})
