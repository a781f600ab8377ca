/** From the name of an operation to what is done. */
import type { Kernel } from '#kernel/index.ts'
import type { Operation, OperationName, ValuesOf } from './operations.ts'
import { cacheOperations } from './play_caches.ts'
import { objectOperations } from './play_objects.ts'
import { contextOperations } from './play_contexts.ts'
import { pageOperations } from './play_pages.ts'
import { addressOperations, poolOperations } from './play_pools.ts'
import { reclaimOperations } from './play_reclaim.ts'
import { wrongOperations } from './play_wrong.ts'
import { type Ending, Player } from './player.ts'
import { mustBe } from './must.ts'
import type { Program } from './program.ts'
import { fresh } from './machines.ts'

const handlers: {
  readonly [Name in OperationName]: (player: Player, values: ValuesOf[Name]) => void
} = {
  ...objectOperations,
  ...cacheOperations,
  ...pageOperations,
  ...contextOperations,
  ...reclaimOperations,
  ...poolOperations,
  ...addressOperations,
  ...wrongOperations,
}

function carryOut<Name extends OperationName>(player: Player, operation: Operation<Name>): void {
  handlers[operation.do](player, operation.values)
}

/** How a program went, in numbers and texts that must be the same whenever it is run. */
export interface Result {
  readonly ending: Ending
  readonly digest: number
  readonly texts: readonly string[]
}

/** Who looks on while a program runs, and is told what it does. */
export interface Watcher {
  readonly watch: (kernel: Kernel) => unknown
  readonly add?: (what: string) => void
}

/** Plays a program on its machine, right after boot, and does as runOn(). */
export function run(program: Program, sweepEvery: number, watcher?: Watcher): Result {
  return runOn(fresh(program.machine), program, sweepEvery, watcher)
}

/** Plays a program, with a sweep after every `sweepEvery` operations. Throws when something is broken. */
export function runOn(
  kernel: Kernel,
  program: Program,
  sweepEvery: number,
  watcher?: Watcher,
): Result {
  watcher?.watch(kernel)
  const count = (what: string): void => watcher?.add?.(what)
  const player = new Player(kernel)
  const ending = player.play(program.operations, sweepEvery, (_, operation) => {
    count(`context: ${player.contexts.name}`)
    count(`operation: ${operation.do}`)
    carryOut(player, operation)
  })
  count(`ending: ${ending.by}`)
  const texts = [kernel.slabinfo(), kernel.buddyinfo(), ...kernel.log()]
  return { ending, digest: player.digest, texts }
}

/** Nothing differs between two runs: a machine that is reset is as new, and whoever looks on changes nothing. */
export function mustBeSame(first: Result, second: Result): void {
  mustBe('the digest of the second run', second.digest, first.digest)
  mustBe('the end of the second run', JSON.stringify(second.ending), JSON.stringify(first.ending))
  mustBe('the state after the second run', second.texts.join('\n'), first.texts.join('\n'))
}
