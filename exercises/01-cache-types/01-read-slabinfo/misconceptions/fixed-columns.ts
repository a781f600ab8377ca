/** Wrong: cuts each line at fixed columns, as the file looks when all names are short. */
import type { CacheLine } from '../solution.ts'

export { memoryUsed } from '../solution.ts'

/** The lines at the top have a word in second place, the line of a cache a number. */
const isCache = (line: string): boolean => /^\S+ +\d/.test(line)

export function readSlabinfo(text: string): CacheLine[] {
  return text
    .split('\n')
    .filter((line) => isCache(line))
    .map((line) => ({
      name: line.slice(0, 17).trim(),
      active_objs: Number(line.slice(18, 24)),
      num_objs: Number(line.slice(25, 31)),
      objsize: Number(line.slice(32, 38)),
      objperslab: Number(line.slice(39, 43)),
      pagesperslab: Number(line.slice(44, 48)),
      limit: Number(line.slice(60, 64)),
      batchcount: Number(line.slice(65, 69)),
      sharedfactor: Number(line.slice(70, 74)),
      active_slabs: Number(line.slice(86, 92)),
      num_slabs: Number(line.slice(93, 99)),
      sharedavail: Number(line.slice(100, 106)),
    }))
}
