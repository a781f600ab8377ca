/** The simulator by itself: a session with a machine, scenarios, and what its commands are. */
export {
  argumentsOf,
  type ArgumentKind,
  commandNames,
  isLook,
  isOperation,
  isSessionCommand,
  usageOf,
} from './commands.ts'
export { pageKinds } from './reclaim-operations.ts'
export { bootWords, parseBoot } from './booting.ts'
export { type Explanation, type PageUse } from './explain.ts'
export { type Look, look } from './look.ts'
export type { Outcome, Stop } from './machine.ts'
export type { Held } from './names.ts'
export type { Note, Result } from './call.ts'
export { parseLine, UnknownName } from './parse.ts'
export { SimulationError } from './problem.ts'
export { replay, type ReplayOptions, type ReplaySummary } from './replay.ts'
export { parseScenario, ScenarioError } from './scenario.ts'
export { type Ran, Simulation } from './session.ts'
