/**
 * Vitest's runner gathers its news in a timer that keeps a process alive for 100 ms; here a run ends as soon as nothing
 * is left to do. The runner takes its timers when it is loaded, so this file must be imported before it, and
 * `restoreTimers` called after.
 */
const given = globalThis.setTimeout

const quiet = (task: () => void, milliseconds?: number) => given(task, milliseconds).unref()

Object.assign(globalThis, { setTimeout: quiet })

export function restoreTimers(): void {
  globalThis.setTimeout = given
}
