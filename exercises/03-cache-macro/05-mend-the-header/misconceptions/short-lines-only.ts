/** Wrong: lets 48 in for lines of 64 bytes. */
export { chain, names, table } from '../solution.ts'

export const header = `
#if LINE <= 64
BUF(48)
#endif
BUF(64)
BUF(128)
BUF(2048)
`
