/** Judges the sums on small tables, on the tables of real builds, and beside machines that run the same requests. */
import { attempt, random, sample } from 'kmalloc-course/check'
import { GFP_KERNEL, NULL, boot, type Kernel } from 'kmalloc-course/kernel'
import { expect, test } from 'vitest'
import { wasteOf, worstRequest } from './start.ts'

function expectWaste(
  requests: readonly number[],
  sizes: readonly number[],
  wanted: { given: number; wasted: number; refused: number },
  look: string,
): void {
  attempt(`wasteOf([${requests.join(', ')}], [${sizes.join(', ')}])`, { look }, () =>
    expect(wasteOf(requests, sizes)).toEqual(wanted),
  )
}

test('wasteOf: what was given, and what of it nobody asked for', () => {
  const look = 'Which length does each request get?'
  expectWaste([100], [32, 64, 128], { given: 128, wasted: 28, refused: 0 }, look)
  expectWaste([64, 65], [32, 64, 128], { given: 192, wasted: 63, refused: 0 }, look)
  expectWaste([], [32, 64], { given: 0, wasted: 0, refused: 0 }, look)
  expectWaste([0], [32, 64], { given: 32, wasted: 32, refused: 0 }, look)
})

test('wasteOf: a size that comes again counts again', () => {
  expectWaste(
    [40, 40, 40],
    [32, 64],
    { given: 192, wasted: 72, refused: 0 },
    'Every request gets an object of its own.',
  )
})

test('wasteOf: what is refused costs nothing', () => {
  expectWaste(
    [200, 10, 1000],
    [32, 128],
    { given: 32, wasted: 22, refused: 2 },
    'NULL takes no memory.',
  )
})

test('wasteOf: a table that does not double each time', () => {
  expectWaste(
    [90, 180, 30, 500],
    [32, 96, 192, 700],
    { given: 1020, wasted: 220, refused: 0 },
    'Take the lengths from the table you are given.',
  )
})

/** The same from a machine: what it hands out for each of the requests. */
function asked(kernel: Kernel, requests: readonly number[]) {
  const objects = requests.map((request) => kernel.kmalloc(request, GFP_KERNEL))
  const lengths = objects.map((object) => kernel.ksize(object))
  const given = lengths.reduce((sum, length) => sum + length, 0)
  const used = requests.filter((_, i) => objects[i] !== NULL).reduce((sum, one) => sum + one, 0)
  for (const object of objects) kernel.kfree(object)
  const refused = objects.filter((object) => object === NULL).length
  return { given, wasted: given - used, refused }
}

test('wasteOf: random requests, beside a machine that gets them too', () => {
  for (const line of [32, 64, 128]) {
    const kernel = boot({ kernelLine: line, cpuLine: line })
    const sizes = kernel.malloc_sizes.map(({ cs_size }) => cs_size)
    for (const most of [300, 5000, 140000]) {
      const requests = sample(8, () => random.integer(0, most))
      const wanted = asked(kernel, requests)
      attempt(
        `wasteOf([${requests.join(', ')}], the table of a kernel built for lines of ${line} bytes)`,
        { look: 'Add up by hand, one request after the other.' },
        () => expect(wasteOf(requests, sizes)).toEqual(wanted),
      )
    }
  }
})

function expectWorst(sizes: readonly number[], look: string): void {
  attempt(`worstRequest([${sizes.join(', ')}])`, { look }, () => {
    const share = (request: number) =>
      1 - request / (sizes.find((length) => request <= length) ?? request)
    const starts = [0, ...sizes.slice(0, -1)].map((before) => before + 1)
    const most = Math.max(...starts.map(share))
    expect(worstRequest(sizes), 'the worst size').toBe(starts.find((one) => share(one) === most))
  })
}

test('worstRequest: the largest share of an object', () => {
  const look = 'Just above which length is the next one longest, compared with the request?'
  expectWorst([32, 64, 128], look)
  expectWorst([2, 100, 200], look)
  expectWorst([4, 8, 64, 72], look)
  expectWorst([8, 120, 240], look)
  expectWorst([2, 3, 4, 1000, 2200], look)
})

test('worstRequest: several that are as bad', () => {
  const look = 'Compare the shares. Of several that are as bad it is the smallest.'
  expectWorst([2, 12, 52], look)
  expectWorst([4, 20, 84, 128], look)
})

test('worstRequest: any table', () => {
  for (const steps of sample(20, () => random.integer(1, 8))) {
    const sizes: number[] = []
    for (let i = 0; i < steps; i++) sizes.push((sizes.at(-1) ?? 0) + random.integer(1, 100))
    expectWorst(sizes, 'Write down the first request of every length, and its share.')
  }
})
