/** Wrong: lets every user ask kmalloc's own list. */
import * as right from '../solution.ts'

export { eachSize } from '../solution.ts'

const own: right.Header = (CACHE) => right.eachSize(128, CACHE)

export const table = (): number[] => right.table(own)
export const names = (): { name: string; name_dma: string }[] => right.names(own)
export const losses = (): number[] => right.losses(own)
