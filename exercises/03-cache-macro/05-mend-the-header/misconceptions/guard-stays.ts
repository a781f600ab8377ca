/** Wrong: keeps the guard. */
export { chain, names, table } from '../solution.ts'

export const header = `
#ifndef LENGTHS_H
#define LENGTHS_H
#if LINE < 64
BUF(48)
#endif
BUF(64)
BUF(128)
BUF(2048)
#endif
`
