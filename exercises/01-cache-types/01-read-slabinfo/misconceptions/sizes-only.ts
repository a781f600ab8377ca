/** Wrong: expects names to be letters, digits, dashes and underscores, so the DMA twins are lost. */
import { type CacheLine, readLine } from '../solution.ts'

export { memoryUsed } from '../solution.ts'

export function readSlabinfo(text: string): CacheLine[] {
  return text
    .split('\n')
    .filter((line) => /^[\w-]+ +\d/.test(line))
    .map(readLine)
}
