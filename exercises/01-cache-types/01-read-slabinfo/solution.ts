/** Splits each line at its spaces and takes the numbers by their place. */
import { PAGE_SIZE } from 'kmalloc-course/kernel'

export interface CacheLine {
  name: string
  active_objs: number
  num_objs: number
  /** In bytes. */
  objsize: number
  objperslab: number
  pagesperslab: number
  limit: number
  batchcount: number
  sharedfactor: number
  active_slabs: number
  num_slabs: number
  sharedavail: number
}

/** The lines at the top have a word in second place, the line of a cache a number. */
const isCache = (line: string): boolean => /^\S+ +\d/.test(line)

export function readSlabinfo(text: string): CacheLine[] {
  return text
    .split('\n')
    .filter((line) => isCache(line))
    .map(readLine)
}

export function readLine(line: string): CacheLine {
  const words = line.split(/\s+/)
  const number = (place: number): number => Number(words[place])
  return {
    name: words[0] ?? '',
    active_objs: number(1),
    num_objs: number(2),
    objsize: number(3),
    objperslab: number(4),
    pagesperslab: number(5),
    limit: number(8),
    batchcount: number(9),
    sharedfactor: number(10),
    active_slabs: number(13),
    num_slabs: number(14),
    sharedavail: number(15),
  }
}

export function memoryUsed({ num_slabs, pagesperslab }: CacheLine): number {
  return num_slabs * pagesperslab * PAGE_SIZE
}
