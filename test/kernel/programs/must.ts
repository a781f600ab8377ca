/** What has to hold while a program runs. Where a test would say expect(): that is too slow for millions of times. */

/** Something is not as it must be: the fault of the simulator, not of the program. */
class Broken extends Error {
  override readonly name = 'Broken'
}

export function must(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Broken(otherwise)
}

/** `what` must be the same as it should be. */
export function mustBe(what: string, is: number | string, should: number | string): void {
  if (is !== should) throw new Broken(`${what} is ${is}, not ${should}`)
}

/** A sweep or an account must find nothing. */
export function mustBeNone(problems: readonly string[]): void {
  if (problems.length > 0) throw new Broken(problems.slice(0, 5).join('\n'))
}
