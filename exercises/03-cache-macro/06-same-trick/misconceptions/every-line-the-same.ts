/** Wrong: gives the list of the usual machine for every build. */
import { eachSize as right } from '../solution.ts'

export { losses, names, table } from '../solution.ts'

export function eachSize(_kernelLine: number, CACHE: (x: number) => void): void {
  right(128, CACHE)
}
