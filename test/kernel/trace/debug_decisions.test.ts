/** Every decision of slab debugging can be made again from its own numbers, in any program, right or wrong. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  boot,
  BUFCTL_FREE,
  GFP_ATOMIC,
  GFP_KERNEL,
  KernelBug,
  POISON_END,
  POISON_FREE,
  RED_ACTIVE,
  RED_INACTIVE,
  slabAt,
  SLAB_DESTROY_BY_RCU,
  SLAB_POISON,
  SLAB_RED_ZONE,
  SLAB_STORE_USER,
  watchEvents,
  type Kernel,
  type KernelEvent,
  type KernelEventName,
} from '#kernel/index.ts'
import { PG_slab } from '#kernel/page/page_flags.ts'
import { debugEvents } from '#kernel/trace/debug_events.ts'

type Numbers = (name: string) => number
type Rule = (of: Numbers, kernel: Kernel, event: KernelEvent) => boolean

/** What must hold between the numbers of an event, on the machine as it is at that moment. */
const rules: { readonly [Name in keyof typeof debugEvents]: Rule } = {
  'debug-flags': (of) => {
    const size = of('size')
    const words =
      size < 4096 || Math.floor(Math.log2(size - 1)) === Math.floor(Math.log2(size + 11))
    const poison = (of('asked') & SLAB_DESTROY_BY_RCU) === 0
    const added = (words ? SLAB_RED_ZONE | SLAB_STORE_USER : 0) | (poison ? SLAB_POISON : 0)
    return of('flags') === (of('asked') | added)
  },
  'debug-space': (of) => of('added') === 12 && of('word_align') === 4 && of('align') >= 4,
  poisoned: (of, _kernel, event) =>
    of('size') === event.cache?.reallen && of('end') === POISON_END && of('fill') !== POISON_END,
  'poison-checked': (of, kernel) => {
    const held = kernel.readBytes(of('object'), of('size'))
    const end = of('size') - 1
    const wrong = held.findIndex((byte, at) => byte !== (at === end ? POISON_END : POISON_FREE))
    return wrong === of('first_wrong')
  },
  'red-words-checked': (of, kernel, { cache }) =>
    kernel.read32(of('object') - 4) === of('redzone1') &&
    kernel.read32(of('object') + (cache?.reallen ?? 0)) === of('redzone2') &&
    [RED_ACTIVE, RED_INACTIVE].includes(of('expected')),
  'red-words-set': (of) => [RED_ACTIVE, RED_INACTIVE].includes(of('value')),
  'user-noted': (of, kernel) => kernel.machine.callers.nameOf(of('address')) !== null,
  'objects-prepared': (of, _kernel, { cache }) => of('num') === cache?.num,
  'objects-checked': (of, _kernel, { cache }) => of('num') === cache?.num,
  'constructed-now': (of) => (of('ctor_flags') & 1) !== 0,
  'destructed-now': (_of, _kernel, { cache }) => cache?.dtor != null,
  'pointer-checked': (of, { machine }) => {
    const flags = machine.pageFlags[of('frame')] ?? 0
    const inSlab = of('frame') < of('pages') && (flags & PG_slab) !== 0
    return of('in_slab') === (inSlab ? 1 : 0)
  },
  'cache-checked': (of, kernel, { cache }) => {
    const [owner, given] = [of('owner'), of('given')]
    return given === cache?.address && kernel.caches().some(({ address }) => address === owner)
  },
  'start-checked': (of, kernel, { cache }) => {
    const place = of('object') - (cache?.dbghead ?? 0)
    const distance = place - (slabAt(kernel, place)?.slab.s_mem ?? Number.NaN)
    const index = Math.floor(distance / (cache?.objsize ?? Number.NaN))
    const beside = distance - index * (cache?.objsize ?? Number.NaN)
    return of('index') === index && of('beside') === beside && of('num') === cache?.num
  },
  'free-list-checked': (of) =>
    of('ends') === 0 || (of('entries') <= of('num') && of('inuse') <= of('num')),
  'irq-on-checked': (of, { machine }) => of('off') === (machine.cpu.interruptsEnabled ? 0 : 1),
  'link-checked': (of, kernel) => {
    const descriptor = slabAt(kernel, of('object'))?.slab.descriptor ?? Number.NaN
    const link = kernel.read16(descriptor + 24 + 2 * of('index'))
    return of('link') === link && of('expected') === BUFCTL_FREE
  },
}

const kernel = boot({ profile: 'debug', megabytes: 64 })

const steps = fc.array(
  fc.record({
    size: fc.integer({ min: 4, max: 6000 }),
    count: fc.integer({ min: 1, max: 40 }),
    flags: fc.constantFrom(0, SLAB_DESTROY_BY_RCU),
    atomic: fc.boolean(),
    hooks: fc.boolean(),
    fault: fc.constantFrom('none', 'none', 'write', 'twice', 'inside', 'wild'),
  }),
  { minLength: 1, maxLength: 8 },
)
type Step = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never

/** Uses a cache of its own as the step says; the kernel may stop over it. */
function carryOut(step: Step, index: number): void {
  const hook = step.hooks ? (): void => undefined : null
  const dtor = step.flags === 0 ? hook : null
  const cache = kernel.kmem_cache_create(`own-${index}`, step.size, 0, step.flags, hook, dtor)
  const mask = step.atomic ? GFP_ATOMIC : GFP_KERNEL
  const objects = Array.from({ length: step.count }, () => kernel.kmem_cache_alloc(cache, mask))
  const first = objects[0] ?? 0
  for (const object of objects) kernel.kmem_cache_free(cache, object)
  if (step.fault === 'write') kernel.write8(first, 0x41)
  if (step.fault === 'twice') kernel.kmem_cache_free(cache, first)
  if (step.fault === 'inside') kernel.kfree(first + 4)
  if (step.fault === 'wild') kernel.kfree(0xc0000000 + kernel.machine.memory.bytes.length)
  kernel.kmem_cache_free(cache, kernel.kmem_cache_alloc(cache, mask))
  kernel.kmem_cache_destroy(cache)
}

test('every decision agrees with the numbers it is told with', () => {
  const heard = new Set<string>()
  fc.assert(
    fc.property(steps, (program) => {
      kernel.reset()
      watchEvents(kernel, (event) => {
        const rule = ruleOf(event.name)
        if (rule === undefined) return
        heard.add(event.name)
        const of = (name: string): number => event.values[name] ?? Number.NaN
        if (!rule(of, kernel, event))
          throw new Error(`${event.name}: ${JSON.stringify(event.values)}`)
      })
      try {
        for (const [index, step] of program.entries()) carryOut(step, index)
      } catch (error) {
        if (!(error instanceof KernelBug)) throw error
      }
    }),
    { numRuns: 60 },
  )
  expect([...heard].sort()).toEqual(Object.keys(rules).sort())
})

function ruleOf(name: KernelEventName | 'enter' | 'leave'): Rule | undefined {
  const found = Object.entries(rules).find(([known]) => known === name)
  return found?.[1]
}
