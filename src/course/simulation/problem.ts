/** A line that means nothing, or nothing on this machine: what was wrong, and what to do. */
export class SimulationError extends Error {
  override readonly name = 'SimulationError'
  readonly advice: string

  constructor(message: string, advice = '') {
    super(message)
    this.advice = advice
  }
}
