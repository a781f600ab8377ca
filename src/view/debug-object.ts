/** What slab debugging keeps around an object and in it, byte by byte, and what that says. */
import {
  type DebugState,
  debugStateOf,
  type Kernel,
  POISON_FREE,
  POISON_INUSE,
  RED_ACTIVE,
  RED_INACTIVE,
  type VirtualAddress,
} from '#kernel/index.ts'
import { hex } from '#lib/hex.ts'

export interface DebugPart {
  readonly part: 'red word' | 'object' | 'last user'
  readonly address: number
  readonly bytes: readonly number[]
  /** What stands there, in words. */
  readonly says: string
  /** Nothing of it was overwritten. */
  readonly isWhole: boolean
}

export interface DebugObjectView {
  readonly kind: 'debug object'
  readonly cache: string
  readonly slab: number
  readonly object: number
  /** Where it begins for its user. */
  readonly address: number
  readonly state: DebugState['state']
  /** From low to high addresses. */
  readonly parts: readonly DebugPart[]
}

/** The object at an address. A RangeError where there is none, and on a machine without slab debugging. */
export function viewDebugObject(kernel: Kernel, address: VirtualAddress): DebugObjectView {
  const state = debugStateOf(kernel, address)
  if (state === null) {
    const why = kernel.configuration.slabDebug
      ? `there is no object at ${hex(address)}`
      : 'this machine has no slab debugging; the machine debug has it'
    throw new RangeError(`debugObject: ${why}.`)
  }
  const parts = state.layout.map(({ part, address: start, bytes }): DebugPart => {
    const held = Array.from(kernel.readBytes(start, bytes))
    return { part, address: start, bytes: held, ...told(part, start, state) }
  })
  const { cache, slab, index, object, state: where } = state
  const name = cache.name
  return {
    kind: 'debug object',
    cache: name,
    slab,
    object: index,
    address: object,
    state: where,
    parts,
  }
}

type Said = Pick<DebugPart, 'says' | 'isWhole'>

function told(part: DebugPart['part'], start: number, state: DebugState): Said {
  if (part === 'object') return objectTold(state)
  return part === 'red word' ? redWordTold(start, state) : userTold(state)
}

function redWordTold(start: number, { redWords, expected }: DebugState): Said {
  const word = redWords?.before.address === start ? redWords.before : redWords?.behind
  const wanted = hex(expected === 'active' ? RED_ACTIVE : RED_INACTIVE)
  const value = hex(word?.value ?? 0)
  if (word?.says === expected) return { says: `red word ${value}: ${expected}`, isWhole: true }
  const found = word?.says === 'overwritten' ? 'somebody wrote here' : `says ${word?.says}`
  return { says: `red word ${value}: ${found}; it must be ${wanted}, ${expected}`, isWhole: false }
}

function objectTold({ bytes, state, poison, neverWritten }: DebugState): Said {
  const size = `${bytes} bytes`
  if (state === 'in use') {
    const filling = `what it was filled with when it was handed out, ${byteText(POISON_INUSE)}`
    const untouched = neverWritten > 0 ? `; ${neverWritten} still hold ${filling}` : ''
    return { says: `the object, ${size}, in use${untouched}`, isWhole: true }
  }
  const free = `the object, ${size}, free`
  if (poison === null) return { says: `${free}; no poison in this cache`, isWhole: true }
  if (poison.wrong === null) {
    return { says: `${free}: all poison, ${byteText(POISON_FREE)}`, isWhole: true }
  }
  const { offset, value, expected } = poison.wrong
  const wrong = `byte ${offset} is ${byteText(value)}, not ${byteText(expected)}`
  return { says: `${free}, but somebody wrote into it: ${wrong}`, isWhole: false }
}

function userTold({ lastUser, state }: DebugState): Said {
  if (lastUser === null) return { says: 'last user: nobody yet', isWhole: true }
  const did = state === 'in use' ? 'took it' : 'gave it back'
  return {
    says: `last user: ${lastUser.name ?? `${hex(lastUser.address)}, no function`} ${did}`,
    isWhole: lastUser.name !== null,
  }
}

function byteText(byte: number): string {
  return hex(byte, 2)
}
